import type { z } from "zod";
import {
  type CardResult,
  type Front,
  frontText,
  indexOf,
  parseFront,
  readFront,
  textAt,
} from "#server/model-card-front.ts";
import { CARD_SECTIONS, type CardSection } from "#stages/model/card-sections.ts";
import { nested, partsOf } from "#stages/model/markdown-sections.ts";
import type { modelCard } from "#stages/model/model-card.ts";

export type Card = z.infer<typeof modelCard.schema>;
export type CardRead = { ok: true; card: Partial<Card> } | { ok: false; message: string };

/**
 * A model card as Markdown with the front matter of Hugging Face. Names in the front matter that we do not know stay as
 * they are, in their place and with their comments; results are added where it has none.
 */
export function cardMarkdown(card: Card, results: readonly CardResult[] = []): string {
  const written = CARD_SECTIONS.flatMap(([name, heading]) => {
    const text = card[name]?.trim();
    return text ? [`## ${heading}\n\n${nested(text)}`] : [];
  });
  const other = card.otherSections?.trim();
  const body = [`# ${card.title}`, ...written, ...(other ? [other] : [])].join("\n\n");
  const front = frontMatter(card, results);
  return `${front ? `---\n${front}\n---\n\n` : ""}${body}\n`;
}

/** Reads such a file, ours or one from Hugging Face. Sections without a place of their own are kept as they are. */
export function cardFrom(markdown: string): CardRead {
  const { front, body } = cut(markdown);
  const yaml = readFront(front);
  if (typeof yaml === "string") return { ok: false, message: yaml };
  const { title, preamble, sections } = partsOf(body);
  const known: Partial<Record<CardSection, string>> = {};
  const other = preamble ? [preamble] : [];
  for (const { heading, text } of sections) {
    const name = sectionNamed(heading);
    if (name && known[name] === undefined && text) known[name] = text;
    else if (!name || text) other.push(`## ${heading}\n\n${text}`.trim());
  }
  const card = {
    title: title ?? textAt(yaml, "model_name"),
    ...known,
    licence: textAt(yaml, "license"),
    baseModel: textAt(yaml, "base_model"),
    baseModelLicence: textAt(yaml, "base_model_license"),
    otherSections: other.join("\n\n") || undefined,
    frontMatter: front.trim() || undefined,
  };
  return { ok: true, card: Object.fromEntries(Object.entries(card).filter(([, value]) => value !== undefined)) };
}

function cut(markdown: string): { front: string; body: string } {
  const text = markdown.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const found = /^---[ \t]*\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/.exec(text);
  return found ? { front: found[1] ?? "", body: text.slice(found[0].length) } : { front: "", body: text };
}

function frontMatter(card: Card, results: readonly CardResult[]): string {
  const yaml = parseFront(card.frontMatter ?? "");
  if (typeof yaml === "string") return (card.frontMatter ?? "").trim();
  const changes = [
    place(yaml, "license", card.licence),
    place(yaml, "base_model", card.baseModel),
    place(yaml, "base_model_license", card.baseModelLicence),
    results.length > 0 && place(yaml, "model-index", yaml.createNode(indexOf(card.title, results))),
  ];
  if (!changes.some(Boolean)) return (card.frontMatter ?? "").trim();
  return frontText(yaml);
}

/** Only what differs is written, so that the rest keeps its form; results are never written over others. */
function place(yaml: Front, name: string, value: unknown): boolean {
  if (value === undefined || textAt(yaml, name) === value) return false;
  if (typeof value !== "string" && yaml.has(name)) return false;
  yaml.set(name, value);
  return true;
}

/** Headings of Hugging Face's own template that mean one of the eight. */
const ALIASES: Readonly<Record<string, CardSection>> = {
  uses: "intendedUse",
  "bias, risks, and limitations": "ethicalConsiderations",
  "training details": "trainingData",
  evaluation: "evaluationData",
  caveats: "caveats",
  recommendations: "caveats",
};

function sectionNamed(heading: string): CardSection | undefined {
  const words = heading.trim().toLowerCase();
  return CARD_SECTIONS.find(([, each]) => each.toLowerCase() === words)?.[0] ?? ALIASES[words];
}
