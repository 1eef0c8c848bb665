import type { Block, Column, Line, Said, TableBlock, Words } from "#domain/document.ts";
import { formatDate } from "#lib/format-date.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import type { Known, KnownStage } from "#server/documents/known.ts";
import { titleOf } from "#server/fact-rows.ts";
import { figureText, partText, titleText } from "#server/fact-text.ts";
import { answerAt } from "#stages/answer-at.ts";
import { isAsked } from "#stages/completeness.ts";
import type { Fact } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import type { StageField } from "#stages/stage-fields.ts";

/** Rows of one table in a document; the product has the others. */
export const ROWS_SHOWN = 40;
const CELL_LONGEST = 220;

/** What a document says of a project, in the parts of which it is made. */
export type Parts = ReturnType<typeof partsOf>;

export function partsOf(known: Known) {
  const base = `/projects/${known.project.slug}`;
  const zone = known.setting.zone;
  const stage = (key: string): KnownStage => {
    const found = known.stages.find(({ law }) => law.key === key);
    if (!found) throw new Error(`There is no stage “${key}”`);
    return found;
  };

  /** Answers of a stage's document by their labels: those of the paths, or all. A path that ends in a dot names a group. */
  const answers = (key: string, paths: readonly string[] = [""]): Block => {
    const { law, document } = stage(key);
    const fields = paths.flatMap((path) =>
      law.fields.filter((field) => field.path === path || (/(^|\.)$/.test(path) && field.path.startsWith(path))),
    );
    const rows = fields.flatMap((field): Said[] => {
      const value = answerAt(document, field.path);
      const asked = isAsked(field, document, known.context.project);
      if (value === undefined && (!asked || field.from === null || field.from > known.context.project.tier)) return [];
      const text = answerText(field, value, known);
      const mend: Words = { text: `Say it in stage ${law.number}`, href: `${base}/stages/${law.key}#${field.path}` };
      return [{ label: field.label, value: text === null ? ["Not recorded. ", mend] : [text] }];
    });
    if (rows.length > 0) return { kind: "said", rows };
    return missing(
      `Nothing of this is recorded in “${law.title}” yet.`,
      `Open stage ${law.number}`,
      `/stages/${law.key}`,
    );
  };

  const missing = (text: string, mend: string, at: string): Block => ({
    kind: "missing",
    text,
    mend: { text: mend, href: base + at },
  });

  /** Facts of a kind as a table, newest first: what its list shows first, and what is computed from it. */
  const facts = (kindName: string, only: (fact: Fact) => boolean = () => true): Block => {
    const { kind, facts: all, count } = known.facts(kindName);
    const wanted = all.filter(only);
    if (wanted.length === 0) return missing(`No ${kind.many} are recorded.`, "Record one", `/facts/${kind.kind}`);
    const rows = wanted.slice(0, ROWS_SHOWN);
    const columns = columnsOf(kind, rows, known);
    const hidden = wanted.length === all.length ? count - rows.length : wanted.length - rows.length;
    return {
      ...{ kind: "table", label: sentenceCase(kind.many), captioned: true },
      columns: columns.map(({ label, number }) => ({ label, ...(number && { number }) })),
      rows: rows.map((fact) => columns.map(({ cell }) => cell(fact))),
      ...(hidden > 0 && { left: { count: hidden, href: `${base}/facts/${kind.kind}` } }),
    };
  };

  /** Rows that are no facts, cut alike. */
  const table = (
    label: string,
    columns: readonly (Column | string)[],
    rows: readonly (readonly (Line | Words)[])[],
    more: string,
    most = ROWS_SHOWN,
  ): TableBlock => ({
    ...{ kind: "table", label },
    columns: columns.map((column) => (typeof column === "string" ? { label: column } : column)),
    rows: rows.slice(0, most).map((row) => row.map((cell) => (Array.isArray(cell) ? cell : [cell as Words]))),
    ...(rows.length > most && { left: { count: rows.length - most, href: base + more } }),
  });

  const day = (at: Date | number | string | null) => (at === null ? "–" : formatDate(at, zone));
  const stageName = (key: string): Words => ({ text: stage(key).law.title, href: `${base}/stages/${key}` });
  return { base, zone, stage, answers, missing, facts, table, day, stageName };
}

export const h2 = (text: string): Block => ({ kind: "heading", level: 2, text });
export const h3 = (text: string): Block => ({ kind: "heading", level: 3, text });
export const says = (...line: Words[]): Block => ({ kind: "paragraph", line });

/** "needs_attention" as people say it. */
export const inWords = (name: string): string => sentenceCase(name.replaceAll("_", " "));

export function clipped(text: string, longest = CELL_LONGEST): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), longest - 30))} …`;
}

function answerText(field: StageField, value: unknown, known: Known): string | null {
  if (field.kind === "criterion") return known.overview.criteria.find(({ key }) => key === value)?.name ?? null;
  if (field.kind === "choices" && Array.isArray(value))
    return (
      value.map((each) => field.options?.find((option) => option.value === each)?.label ?? String(each)).join(", ") ||
      null
    );
  if (Array.isArray(value) && value.length === 0) return null;
  const text = partText(field, value, known.setting);
  return text?.trim() ? text : null;
}

type FactColumn = { label: string; number?: boolean; cell(fact: Fact): Line };
const FIGURES_SHOWN = 3;

function columnsOf(kind: AnyFactKind, rows: readonly Fact[], known: Known): FactColumn[] {
  const { setting } = known;
  const base = `/projects/${known.project.slug}/facts/${kind.kind}`;
  const name: FactColumn = {
    label: kind.fields.find(({ path }) => path === kind.name)?.label ?? sentenceCase(kind.one),
    cell: ({ key, data }) => [
      {
        text: clipped(titleText(kind, titleOf(kind, data), setting.names)),
        href: `${base}/${encodeURIComponent(key)}`,
      },
    ],
  };
  const told = kind.columns.flatMap((path): FactColumn[] => {
    const field = kind.fields.find((each) => each.path === path);
    if (!field) return [];
    const number =
      field.kind === "number" || field.kind === "integer" || field.kind === "money" || field.kind === "percent";
    return [
      {
        label: field.label,
        number,
        cell: ({ data }) => [clipped(partText(field, answerAt(data, path), setting) ?? "–")],
      },
    ];
  });
  const figures = new Map(rows.map((fact) => [fact, kind.figures(fact, known.context)]));
  const named = [...new Map([...figures.values()].flat().map(({ name, label }) => [name, label]))].slice(
    0,
    FIGURES_SHOWN,
  );
  const computed = named.map(
    ([figure, label]): FactColumn => ({
      label,
      cell: (fact) => {
        const found = figures.get(fact)?.find(({ name }) => name === figure);
        return [found ? clipped(figureText(found), 60) : "–"];
      },
    }),
  );
  return [name, ...told, ...computed];
}
