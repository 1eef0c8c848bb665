import { share } from "#components/charts/plot-layers.tsx";
import type { Phase } from "#domain/vocabulary.ts";

export type PhasePart = { phase: Phase; value: number /** "63 d" */; text: string };

type PhaseBarProps = { parts: readonly PhasePart[]; label: string };

/** Where the time went: one bar, cut by phase in the order of the path, each part named with its figure below. */
export function PhaseBar({ parts, label }: PhaseBarProps) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const shown = parts.filter((part) => part.value > 0);
  return (
    <div className="flex flex-col gap-2">
      <div role="img" aria-label={label} className="flex h-3 gap-px overflow-hidden rounded-sm bg-rule">
        {shown.map((part) => (
          <span
            key={part.phase}
            title={`${part.phase} ${part.text}`}
            className={FILLS[part.phase]}
            style={{ width: share(part.value / total) }}
          />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        {shown.map((part) => (
          <li key={part.phase} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={`size-2 rounded-xs ${FILLS[part.phase]}`} />
            {part.phase}
            <span className="figures font-medium text-ink">{part.text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const FILLS: Record<Phase, string> = {
  Frame: "bg-phase-frame",
  Data: "bg-phase-data",
  Build: "bg-phase-build",
  Operate: "bg-phase-operate",
};
