import { gateSentence } from "#app/(app)/projects/[slug]/stages/_panels/gate-words.ts";
import { GoTo } from "#app/(app)/projects/[slug]/stages/_panels/go-to.tsx";
import type { GateResult } from "#domain/requirement.ts";
import type { StageState } from "#domain/vocabulary.ts";

/** The gate in one line, where its panel stands below the document. */
export function GateGlance({ gate, state }: { gate: GateResult; state: StageState }) {
  return (
    <p className="rounded-control border border-rule bg-surface px-3 py-2 text-base xl:hidden print:hidden">
      {gateSentence(gate, state)} <GoTo where="#gate">Go to the gate</GoTo>
    </p>
  );
}
