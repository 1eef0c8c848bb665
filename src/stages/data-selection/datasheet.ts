import { z } from "zod";
import { factKey, link, text } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const section = () => text(10, 4000);

export const SECTIONS = [
  "motivation",
  "composition",
  "collection",
  "preprocessing",
  "uses",
  "distribution",
  "maintenance",
] as const;

const schema = z.object({
  source: told(factKey("data-sources"), { label: "Data source" }),
  revision: may(text(1, 40), { label: "Revision" }),
  link: may(link(), { label: "Document", help: "Where it is kept already; then the sections need no copy here." }),
  motivation: may(section(), {
    label: "Motivation",
    help: "For what purpose was it made, by whom, and who paid for it?",
  }),
  composition: may(section(), {
    label: "Composition",
    help: "What is one row? How many are there, what is missing, who or what can be recognised in it?",
  }),
  collection: may(section(), {
    label: "Collection",
    help: "How and when was it gathered, from whom, and did they know and agree?",
  }),
  preprocessing: may(section(), {
    label: "Preprocessing",
    help: "What was cleaned, labelled or dropped, and is the raw data kept?",
  }),
  uses: may(section(), { label: "Uses", help: "For what was it used so far, and for what should it not be used?" }),
  distribution: may(section(), { label: "Distribution", help: "Who else gets it, under which licence or terms?" }),
  maintenance: may(section(), {
    label: "Maintenance",
    help: "Who keeps it, how are errors reported, for how long is it kept?",
  }),
});

export const datasheet = defineFact({
  kind: "datasheets",
  one: "datasheet",
  many: "datasheets",
  stage: "data-selection",
  help: "What somebody must know of a source before using it, in seven sections.",
  name: "source",
  writers: ["ML", "PM", "LD"],
  columns: ["revision", "link"],
  schema,
  check(next) {
    if (next.link || written(next).length > 0) return [];
    return [{ path: "motivation", message: "Write at least one section, or say where the document is" }];
  },
  figures: ({ data }) => [
    {
      name: "completeness",
      label: "Sections written",
      value: written(data).length / SECTIONS.length,
      unit: "percent",
      calculator: "datasheet_completeness",
      inputs: { written: written(data), open: SECTIONS.filter((name) => data[name] === undefined) },
    },
  ],
});

type DatasheetData = z.infer<typeof schema>;

/** A datasheet that is kept elsewhere counts as whole; one that is written here has all seven sections. */
export function isWhole(data: DatasheetData): boolean {
  return data.link !== undefined || written(data).length === SECTIONS.length;
}

function written(data: DatasheetData): (typeof SECTIONS)[number][] {
  return SECTIONS.filter((name) => data[name] !== undefined);
}
