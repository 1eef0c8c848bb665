import { QUALITY_DIMENSIONS } from "#domain/data-quality.ts";
import { formatNumber, formatRatio } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import type { Datasheet } from "#server/datasheets.ts";
import { DATASHEET_QUESTIONS, DATASHEET_SECTIONS, sectionTitle } from "#stages/data-selection/datasheet-sections.ts";
import { nested } from "#stages/model/markdown-sections.ts";

/** A datasheet as a file: what is recorded of its source as a table, then the seven sections, open ones named as such. */
export function datasheetMarkdown(sheet: Datasheet): string {
  const { title, data, version, changedAt, changedByName } = sheet;
  const revision = data.revision ? `Revision ${data.revision}, version ${version}` : `Version ${version}`;
  const link = data.link ? [`The document is kept at <${data.link}>.`] : [];
  const sections = DATASHEET_SECTIONS.map((name) => {
    const text = data[name];
    const body = text ? nested(text) : "Not written yet.";
    return `## ${sectionTitle(name)}\n\n*${DATASHEET_QUESTIONS[name]}*\n\n${body}`;
  });
  const parts = [
    `# Datasheet of ${inline(title)}`,
    `${revision}, changed ${formatDate(changedAt)} by ${inline(changedByName)}.`,
    ...link,
    ...tableOf(sheet),
    ...(data.link && sections.every((text) => text.endsWith("Not written yet.")) ? [] : sections),
  ];
  return `${parts.join("\n\n")}\n`;
}

function tableOf({ known, figures, quality, profiledAt }: Datasheet): string[] {
  const rows = [
    ...known.map(({ label, value }) => [label, value] as const),
    ...figures.map(
      ({ label, value, reason }) =>
        [label, typeof value === "number" ? formatNumber(value, 1) : (reason ?? "not known")] as const,
    ),
    ...(quality && profiledAt
      ? [
          [`Quality, profiled ${formatDate(profiledAt)}`, formatNumber(quality.score, 1)] as const,
          ...QUALITY_DIMENSIONS.map((name) => [name, formatRatio(quality.dimensions[name])] as const),
        ]
      : []),
  ];
  if (rows.length === 0) return [];
  return [
    ["| Of the source | |", "|---|---|", ...rows.map(([label, value]) => `| ${cell(label)} | ${cell(value)} |`)].join(
      "\n",
    ),
  ];
}

/** In one line, and nothing in it begins a new cell. */
function cell(text: string): string {
  return inline(text).replaceAll("|", "\\|");
}

function inline(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
