import { boxClass } from "#components/form/box.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatDate } from "#lib/format-date.ts";
import type { FinishedRun } from "#stages/model/run-overview.ts";

type RunPickerProps = {
  action: string;
  q: string;
  chosen: readonly FinishedRun[];
  found: { runs: readonly FinishedRun[]; total: number };
  /** How many were asked for, where that was more than fit. */
  tooMany: number | null;
  most: number;
  zone: string;
};

/** The list to choose from: a plain form, so that a comparison is an address that can be sent to somebody. */
export function RunPicker({ action, q, chosen, found, tooMany, most, zone }: RunPickerProps) {
  const picked = new Set(chosen.map(({ key }) => key));
  const others = found.runs.filter(({ key }) => !picked.has(key));
  const words =
    tooMany !== null
      ? `${tooMany} runs were chosen; the first ${most} are compared.`
      : chosen.length === 1
        ? "One run is chosen. Choose another."
        : chosen.length === 0
          ? "No run is chosen yet."
          : `${chosen.length} runs are compared. Untick one to leave it out.`;
  return (
    <Card
      title="Runs to compare"
      note={`${found.total.toLocaleString("en-GB")} ${q ? "match" : "are recorded"}`}
      level={2}
      className="no-print"
    >
      <form action={action} className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-2">
          <input
            type="search"
            name="q"
            defaultValue={q}
            aria-label="Find runs by name or key"
            placeholder="Find by name or key"
            className={`${boxClass} max-w-xs`}
          />
          <Button type="submit" variant="primary">
            Find and compare
          </Button>
        </div>
        <p role="status" className="text-base text-ink-2">
          {words}
        </p>
        <fieldset className="max-h-96 overflow-y-auto rounded-control border border-rule">
          <legend className="sr-only">Training runs</legend>
          {[...chosen, ...others].map((run) => (
            <label
              key={run.key}
              className="flex items-center gap-2.5 border-b border-rule px-3 py-1.5 text-base last:border-b-0 hover:bg-sunken"
            >
              <input
                type="checkbox"
                name="run"
                value={run.key}
                defaultChecked={picked.has(run.key)}
                className="size-4 accent-action"
              />
              <span className="min-w-0 flex-1">
                <span className="line-clamp-2 font-medium wrap-anywhere">{run.data.name}</span>
                <span className="one-line block text-sm text-ink-2">{run.data.experiment}</span>
              </span>
              <span className="text-sm whitespace-nowrap text-ink-2">{formatDate(run.at, zone)}</span>
            </label>
          ))}
          {chosen.length + others.length === 0 && (
            <p className="px-3 py-2 text-base text-ink-2">Nothing is called that.</p>
          )}
        </fieldset>
        {found.total > found.runs.length && (
          <p className="text-sm text-ink-2">
            The newest {found.runs.length} are shown. Find others by a part of their name or key.
          </p>
        )}
      </form>
    </Card>
  );
}
