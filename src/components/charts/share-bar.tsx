import { share } from "#components/charts/plot-layers.tsx";

export type SharePart = { key: string; name: string; value: number; text: string };
type ShareBarProps = {
  /** The part that is compared with the mark comes first. */
  parts: readonly SharePart[];
  label: string;
  /** 0 to 1, with its words. */
  mark: { at: number; word: string };
  /** Hatched: not measured. */
  estimate?: boolean;
};

const FILLS = [
  "bg-phase-build",
  "bg-phase-data",
  "bg-phase-frame",
  "bg-phase-operate",
  "bg-progress",
  "bg-quiet",
  "bg-idle",
];
const INKS = [
  "text-phase-build",
  "text-phase-data",
  "text-phase-frame",
  "text-phase-operate",
  "text-progress",
  "text-quiet",
  "text-idle",
];

/** One bar of parts of a whole with one reference line: a comparison, never a verdict. */
export function ShareBar({ parts, label, mark, estimate = false }: ShareBarProps) {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const shown = parts.map((part, at) => ({ ...part, look: lookOf(at, estimate) })).filter(({ value }) => value > 0);
  return (
    <div className="flex flex-col gap-2">
      <div className="relative pt-4">
        <div role="img" aria-label={label} className="flex h-3.5 gap-px overflow-hidden rounded-sm bg-surface">
          {shown.map(({ key, name, value, text, look }) => (
            <span key={key} title={`${name} ${text}`} className={look} style={{ width: share(value / total) }} />
          ))}
        </div>
        <span
          aria-hidden="true"
          className="absolute top-0 bottom-0 border-l-2 border-dashed border-ink"
          style={{ left: share(mark.at) }}
        >
          <span className="absolute -top-0.5 left-1 text-xs whitespace-nowrap text-ink-2">{mark.word}</span>
        </span>
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        {shown.map(({ key, name, text, look }) => (
          <li key={key} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={`size-2.5 rounded-xs ${look}`} />
            {name}
            <span className="figures font-medium text-ink">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function lookOf(at: number, estimate: boolean): string {
  return estimate ? `hatched ${INKS[at] ?? "text-idle"}` : (FILLS[at] ?? "bg-idle");
}
