/** The eight sections of a model card (Mitchell et al. 2019) and the headings under which they stand in a file. */
export const CARD_SECTIONS = [
  ["details", "Model details"],
  ["intendedUse", "Intended use"],
  ["factors", "Factors"],
  ["metrics", "Metrics"],
  ["evaluationData", "Evaluation data"],
  ["trainingData", "Training data"],
  ["ethicalConsiderations", "Ethical considerations"],
  ["caveats", "Caveats and recommendations"],
] as const;

export type CardSection = (typeof CARD_SECTIONS)[number][0];
export type CardSections = { readonly [Name in CardSection]?: string | undefined };

/** The headings of sections that nobody has written yet. */
export function sectionsMissing(card: CardSections): string[] {
  return CARD_SECTIONS.filter(([name]) => !card[name]?.trim()).map(([, heading]) => heading);
}

export function sectionsWritten(card: CardSections): number {
  return CARD_SECTIONS.length - sectionsMissing(card).length;
}
