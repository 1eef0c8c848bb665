import { RelativeTime } from "#components/ui/relative-time.tsx";
import { formatNumber } from "#lib/format.ts";
import type { listCriterionChanges } from "#server/criteria.ts";

type ChangeHistoryProps = {
  changes: Awaited<ReturnType<typeof listCriterionChanges>>;
  names: ReadonlyMap<string, string>;
  now: string;
  zone: string;
};

/** Every change of the definition with its reason, newest first: moved goalposts stay visible. */
export function ChangeHistory({ changes, names, now, zone }: ChangeHistoryProps) {
  if (changes.length === 0) return <p className="text-base text-ink-2">Nothing has changed yet.</p>;
  return (
    <ol className="flex flex-col gap-3">
      {changes.map((change) => (
        <li key={change.id} className="text-base">
          <p>
            <b>{names.get(change.actorId ?? "") ?? "A service"}</b>{" "}
            <RelativeTime at={change.at} now={now} zone={zone} className="text-ink-2" />
          </p>
          <ul className="text-sm text-ink-2">
            {differences(change.before, change.after).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {change.reason && <p className="text-sm text-pretty">“{change.reason}”</p>}
        </li>
      ))}
    </ol>
  );
}

function differences(before: unknown, after: unknown): string[] {
  if (before === null) return ["Added"];
  const old = fieldsOf(before);
  const next = fieldsOf(after);
  return Object.keys(next)
    .filter((name) => JSON.stringify(old[name] ?? null) !== JSON.stringify(next[name] ?? null))
    .map((name) => `${NAMES[name] ?? name}: ${shown(old[name])} → ${shown(next[name])}`);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" && "name" in value ? String(value.name) : String(value);
}

const NAMES: Readonly<Record<string, string>> = {
  name: "Name",
  kind: "Kind",
  phase: "Phase",
  unit: "Unit",
  direction: "Direction",
  baseline: "Baseline",
  target: "Target",
  guardrail: "Guardrail",
  targetLow: "Target from",
  targetHigh: "Target to",
  guardrailLow: "Guardrail from",
  guardrailHigh: "Guardrail to",
  aggregation: "Summed up by",
  windowSeconds: "Window, seconds",
  cadenceSeconds: "Evaluated every, seconds",
  minSamples: "Minimum sample",
  breachAfter: "Breached after",
  recoverAfter: "Recovered after",
  staleAfter: "Stale after",
  weight: "Weight",
  mustHave: "Must-have",
  series: "Series",
  owner: "Owner",
};
