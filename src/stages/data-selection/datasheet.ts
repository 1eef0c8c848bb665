import { z } from "zod";
import { factKey, link, text } from "#stages/answers.ts";
import {
  DATASHEET_QUESTIONS,
  DATASHEET_SECTIONS,
  type DatasheetSection,
  sectionTitle,
} from "#stages/data-selection/datasheet-sections.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const section = (name: DatasheetSection) =>
  may(text(10, 4000), { label: sectionTitle(name), help: DATASHEET_QUESTIONS[name] });

const schema = z.object({
  source: told(factKey("data-sources"), { label: "Data source" }),
  revision: may(text(1, 40), { label: "Revision" }),
  link: may(link(), { label: "Document", help: "Where it is kept already; then the sections need no copy here." }),
  motivation: section("motivation"),
  composition: section("composition"),
  collection: section("collection"),
  preprocessing: section("preprocessing"),
  uses: section("uses"),
  distribution: section("distribution"),
  maintenance: section("maintenance"),
});
export type DatasheetData = z.infer<typeof schema>;

export const datasheet = defineFact({
  kind: "datasheets",
  one: "datasheet",
  many: "datasheets",
  stage: "data-selection",
  help: "What somebody must know of a source before using it, in seven sections.",
  name: "source",
  writers: ["ML", "PM", "LD"],
  seen: [{ each: "source", newest: 1 }],
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
      value: written(data).length / DATASHEET_SECTIONS.length,
      unit: "percent",
      calculator: "datasheet_completeness",
      inputs: { written: written(data), open: DATASHEET_SECTIONS.filter((name) => data[name] === undefined) },
    },
  ],
});

/** A datasheet that is kept elsewhere counts as whole; one that is written here has all seven sections. */
export function isWhole(data: DatasheetData): boolean {
  return data.link !== undefined || written(data).length === DATASHEET_SECTIONS.length;
}

export function written(data: DatasheetData): DatasheetSection[] {
  return DATASHEET_SECTIONS.filter((name) => data[name] !== undefined);
}
