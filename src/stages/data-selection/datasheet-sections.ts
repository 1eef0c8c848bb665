/** The seven sections of a datasheet (Gebru et al.), in their order. */
export const DATASHEET_SECTIONS = [
  "motivation",
  "composition",
  "collection",
  "preprocessing",
  "uses",
  "distribution",
  "maintenance",
] as const;
export type DatasheetSection = (typeof DATASHEET_SECTIONS)[number];

export const DATASHEET_QUESTIONS: Record<DatasheetSection, string> = {
  motivation: "For what purpose was it made, by whom, and who paid for it?",
  composition: "What is one row? How many are there, what is missing, who or what can be recognised in it?",
  collection: "How and when was it gathered, from whom, and did they know and agree?",
  preprocessing: "What was cleaned, labelled or dropped, and is the raw data kept?",
  uses: "For what was it used so far, and for what should it not be used?",
  distribution: "Who else gets it, under which licence or terms?",
  maintenance: "Who keeps it, how are errors reported, for how long is it kept?",
};

export function sectionTitle(name: DatasheetSection): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
