import { QUALITY_DIMENSIONS } from "#domain/data-quality.ts";
import type { Block, DocumentTree, Said } from "#domain/document.ts";
import { formatNumber, formatRatio } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import type { Datasheet } from "#server/datasheets.ts";
import { DATASHEET_QUESTIONS, DATASHEET_SECTIONS, sectionTitle } from "#stages/data-selection/datasheet-sections.ts";

type Place = { project: { name: string; slug: string }; zone: string };

/** A datasheet: what is recorded of its source, then the seven sections, open ones named as such. */
export function datasheetDocument(sheet: Datasheet, { project, zone }: Place): DocumentTree {
  const { key, title, data, version, changedAt, changedByName } = sheet;
  const facts = `/projects/${project.slug}/facts`;
  const edit = { text: "Write it", href: `${facts}/datasheets/${encodeURIComponent(key)}/edit` };
  const unwritten = DATASHEET_SECTIONS.every((name) => data[name] === undefined);
  const known = knownRows(sheet, zone);
  const source = { text: "Open the source", href: `${facts}/data-sources/${encodeURIComponent(data.source)}` };
  return {
    ...{ title: `Datasheet of ${title}`, project },
    href: `/projects/${project.slug}/datasheets/${encodeURIComponent(key)}`,
    asOf: `${data.revision ? `Revision ${data.revision}, changed` : "Changed"} ${formatDate(changedAt, zone)} by ${changedByName}`,
    version: `version ${version}`,
    blocks: [
      ...(data.link
        ? ([
            { kind: "paragraph", line: ["The document is kept at ", { text: data.link, href: data.link }, "."] },
          ] satisfies Block[])
        : []),
      ...(known.length > 0
        ? ([
            { kind: "heading", level: 3, text: "What is recorded of the source" },
            { kind: "said", rows: known },
            { kind: "paragraph", line: [source], quiet: true },
          ] satisfies Block[])
        : []),
      ...(data.link && unwritten
        ? []
        : DATASHEET_SECTIONS.flatMap((name): Block[] => [
            { kind: "heading", level: 2, text: sectionTitle(name) },
            { kind: "paragraph", line: [DATASHEET_QUESTIONS[name]], quiet: true },
            data[name]
              ? { kind: "prose", markdown: data[name] }
              : { kind: "missing", text: "Not written yet.", mend: edit },
          ])),
    ],
  };
}

function knownRows({ title, known, figures, quality, profiledAt }: Datasheet, zone: string): Said[] {
  return [
    ...known.map(({ label, value }) => ({ label, value: [value] })),
    ...figures.map(({ label, value, reason, calculator, inputs }) => ({
      label,
      value: [typeof value === "number" ? formatNumber(value, 1) : (reason ?? "not known")],
      how: { label: `${label} of ${title}`, calculator, inputs: inputs ?? {} },
    })),
    ...(quality && profiledAt
      ? [
          {
            label: `Quality, profiled ${formatDate(profiledAt, zone)}`,
            value: [formatNumber(quality.score, 1)],
            how: { label: `Quality of ${title}`, calculator: "dq_score", inputs: quality.dimensions },
          },
          ...QUALITY_DIMENSIONS.map((name) => ({
            ...{ label: sentenceCase(name), value: [formatRatio(quality.dimensions[name])] },
          })),
        ]
      : []),
  ];
}
