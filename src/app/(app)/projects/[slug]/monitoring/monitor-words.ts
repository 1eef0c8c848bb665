import { formatWindow } from "#lib/format-size.ts";
import type { MonitorData } from "#stages/monitoring/monitor.ts";

/** What a monitor watches and when it alerts, in one clause. */
export function monitorWords(data: MonitorData): string {
  const waits = data.forSeconds ? ` for ${formatWindow(data.forSeconds)}` : "";
  switch (data.what) {
    case "criterion":
      return `Alerts when the target is missed${waits}`;
    case "threshold":
      return `Alerts when ${data.series ?? data.target} is ${(data.comparison ?? "above").replaceAll("_", " ")} ${limitInWords(data)}${waits}`;
    case "drift":
      return `Alerts when ${data.target} drifts${data.limitKind || data.limit !== undefined ? ` beyond ${limitInWords(data)}` : ""}${waits}`;
    case "stale":
      return `Alerts when nothing came for ${formatWindow(3 * (data.intervalSeconds ?? 0))}`;
    case "burn_rate":
      return "Alerts when the error budget burns too fast";
    default:
      return `Alerts when ${data.limit ?? 3} of the first five features changed${waits}`;
  }
}

function limitInWords({ limit, limitKind, referenceDays }: MonitorData): string {
  if (limitKind !== "reference_sigma") return String(limit ?? "its limit");
  return `three sigma of ${referenceDays ? `its first ${referenceDays} days` : "the reference"}`;
}
