import { Counter, Registry } from "prom-client";

/** Counted in this process since it began. */
export const countedFigures = new Registry();
const requests = new Counter({
  name: "throughline_requests_total",
  help: "Answers of the API, by door and class of status.",
  labelNames: ["door", "status"],
  registers: [countedFigures],
});
const points = new Counter({
  name: "throughline_points_total",
  help: "Points that arrived, by what became of them.",
  labelNames: ["outcome"],
  registers: [countedFigures],
});

const DOORS = ["v1", "auth", "health", "mlflow", "otlp", "prometheus", "openlineage", "evidently", "events", "hooks"];

const DOOR = /^[^/]*\/\/[^/]+\/api\/([a-z0-9]+)/;

/** Only doors that exist are named: whoever asks for others must not fill the memory. */
export function countRequest(url: string, status: number): void {
  const door = DOOR.exec(url)?.[1] ?? "";
  requests.inc({ door: DOORS.includes(door) ? door : "other", status: `${Math.floor(status / 100)}xx` });
}

export function countPoints(
  outcomes: Readonly<Record<"accepted" | "duplicates" | "replaced" | "refused", number>>,
): void {
  for (const [outcome, count] of Object.entries(outcomes)) if (count > 0) points.inc({ outcome }, count);
}
