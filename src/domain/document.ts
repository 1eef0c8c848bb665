/** The documents of a project. The last two are of one fact each, and need its key. */
export const DOCUMENTS = ["report", "technical-file", "overview", "model-card", "datasheet"] as const;
export type DocumentName = (typeof DOCUMENTS)[number];
/** Those that are about the whole project. */
export const PROJECT_DOCUMENTS = ["report", "technical-file", "overview"] as const satisfies readonly DocumentName[];
export type ProjectDocument = (typeof PROJECT_DOCUMENTS)[number];

export const DOCUMENT_TITLES: Record<DocumentName, string> = {
  report: "Project report",
  "technical-file": "Technical file",
  overview: "Overview",
  "model-card": "Model card",
  datasheet: "Datasheet",
};

/** A piece of a line: plain words, or words that lead somewhere. An address within the product begins with "/". */
export type Words = string | { text: string; href: string };
export type Line = readonly Words[];

/** Something that is known by a label. `null`: nobody has said it yet. `how`: the calculator that made the number. */
export type Said = {
  label: string;
  value: Line | null;
  how?: { label: string; calculator: string; inputs?: Readonly<Record<string, unknown>> };
};

export type Column = { label: string; number?: boolean };
/** `captioned`: its label stands above it. `left`: rows that the product has and the document has not. */
export type TableBlock = {
  kind: "table";
  label: string;
  captioned?: boolean;
  columns: readonly Column[];
  rows: readonly (readonly Line[])[];
  left?: { count: number; href: string | null };
};

export type Block =
  | { kind: "heading"; level: 2 | 3; text: string }
  | { kind: "paragraph"; line: Line; quiet?: boolean }
  /** What should stand here and does not. `mend`: where to say it. */
  | { kind: "missing"; text: string; mend?: { text: string; href: string } }
  | { kind: "list"; items: readonly Line[] }
  | { kind: "said"; rows: readonly Said[] }
  | TableBlock
  /** Shares from 0 to 1 of a whole; null is drawn as not known. */
  | { kind: "bars"; label: string; rows: readonly { label: string; share: number | null; text: string }[] }
  /** Markdown that somebody wrote. */
  | { kind: "prose"; markdown: string };

/** A document as a plain tree: page, Markdown and PDF are made from the same one. */
export type DocumentTree = {
  title: string;
  project: { name: string; slug: string };
  /** Its page in the product; null for readers who have no way there. */
  href: string | null;
  /** The state that it tells, as words: time, and the last entry of the audit or the version of what it is about. */
  asOf: string;
  version: string;
  blocks: readonly Block[];
};

/** For readers who have no way into the product: the words stay, the ways within it go. */
export function withoutWays(tree: DocumentTree): DocumentTree {
  return { ...tree, href: null, blocks: tree.blocks.map(closed) };
}

function closed(block: Block): Block {
  switch (block.kind) {
    case "paragraph":
      return { ...block, line: plain(block.line) };
    case "missing":
      return { kind: "missing", text: block.text };
    case "list":
      return { ...block, items: block.items.map(plain) };
    case "said":
      return { ...block, rows: block.rows.map(({ label, value }) => ({ label, value: value && plain(value) })) };
    case "table":
      return {
        ...block,
        rows: block.rows.map((row) => row.map(plain)),
        ...(block.left && { left: { count: block.left.count, href: null } }),
      };
    default:
      return block;
  }
}

function plain(line: Line): Line {
  return line.map((words) => (typeof words !== "string" && words.href.startsWith("/") ? words.text : words));
}
