import { withMeasuredData } from "#domain/measured-feasibility.ts";
import { type FeasibilityAnswers, feasibility } from "#domain/value-score.ts";
import { gradesOf } from "#stages/business-case/worth.ts";
import { type MeasuredData, measuredData } from "#stages/data-selection/measured.ts";
import type { FactBag } from "#stages/fact.ts";
import type { StageDocument } from "#stages/field.ts";

export type FeasibilityStanding = {
  /** As the six grades say it. */
  answered: number | null;
  /** With what stage 3 measured in place of the two grades about data; equal to `answered` until then. */
  measured: number | null;
  grades: FeasibilityAnswers;
  data: MeasuredData;
};

/** Feasibility as it was guessed, and as it is known: a number measured in stage 3 replaces the guess of stage 1 (C1). */
export function feasibilityOf(
  document: StageDocument,
  bag: FactBag & { documents: Readonly<Record<string, unknown>> },
): FeasibilityStanding {
  const guessed = gradesOf(document);
  const data = measuredData(bag, bag.documents["data-selection"]);
  const grades = withMeasuredData(guessed, [data]);
  return { answered: feasibility(guessed), measured: feasibility(grades), grades, data };
}
