import { share } from "#components/charts/plot-layers.tsx";

/** A proof of concept is about a tenth of the way to a solution in use; the mark keeps that in sight. */
const PROOF_OF_CONCEPT = 0.1;

/** How far a project is on its whole path, 0..1. The mark at 10% shows on the track and on the fill. */
export function JourneyBar({ value, label, width }: { value: number; label: string; width?: number }) {
  const reached = Math.min(1, Math.max(0, value));
  return (
    <span role="img" aria-label={label} title={label} style={{ width: width ?? "100%" }} className="relative block h-3">
      <span className="absolute inset-x-0 top-[3.5px] h-[5px] overflow-hidden rounded-full bg-rule">
        <span className="block h-full rounded-full bg-done" style={{ width: share(reached) }} />
      </span>
      <span
        className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-ink ring-1 ring-surface"
        style={{ left: share(PROOF_OF_CONCEPT) }}
      />
    </span>
  );
}
