import { differences } from "#app/(app)/projects/[slug]/criteria/criterion-differences.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
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
