/** The ten answers that make a problem a prediction (C1): the boxes of the framing canvas. */
export const FRAMING_ANSWERS = [
  "entity",
  "predictionTarget",
  "predictionMoment",
  "labelDelayDays",
  "decision",
  "action",
  "actor",
  "errorCosts",
  "nonMlBaseline",
  "minimumSuccess",
] as const;
export type FramingAnswer = (typeof FRAMING_ANSWERS)[number];

export type FramingScore = { score: number; missing: FramingAnswer[] };

/**
 * Share of the ten framing answers that are present, 0..100, and those that are not, in the order of the canvas. Absent:
 * null, blank text, an empty list, a record whose parts are all absent. A 0 is an answer.
 */
export function framingScore(framing: Readonly<Partial<Record<FramingAnswer, unknown>>>): FramingScore {
  const missing = FRAMING_ANSWERS.filter((name) => !isAnswered(framing[name]));
  return { score: (100 * (FRAMING_ANSWERS.length - missing.length)) / FRAMING_ANSWERS.length, missing };
}

function isAnswered(value: unknown): boolean {
  if (value === null || value === undefined || Number.isNaN(value)) return false;
  if (typeof value === "string") return value.trim() !== "";
  return typeof value === "object" ? Object.values(value).some(isAnswered) : true;
}
