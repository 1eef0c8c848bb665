import type { Block, DocumentTree, Line, TableBlock } from "#domain/document.ts";
import { formatPercent } from "#lib/format.ts";
import { plural } from "#lib/format-size.ts";
import { nested } from "#stages/model/markdown-sections.ts";

/** A document as a Markdown file. `origin`: the address under which ways within the product are written. */
export function documentMarkdown(tree: DocumentTree, origin: string): string {
  const write = writerOf(origin);
  const head = [`# ${inline(tree.title)}`, `${inline(tree.project.name)}. ${inline(`${tree.asOf}, ${tree.version}.`)}`];
  return `${[...head, ...tree.blocks.map(write)].join("\n\n")}\n`;
}

function writerOf(origin: string): (block: Block) => string {
  const line = (words: Line) => lineText(words, origin);
  return (block) => {
    switch (block.kind) {
      case "heading":
        return `${"#".repeat(block.level)} ${inline(block.text)}`;
      case "paragraph":
        return atStart(line(block.line));
      case "missing":
        return `*${inline(block.text)}*`;
      case "list":
        return block.items.map((item) => `- ${line(item)}`).join("\n");
      case "said":
        return rowsText(
          ["", ""],
          block.rows.map(({ label, value }) => [inline(label), value ? line(value) : "*Not recorded*"]),
        );
      case "table":
        return tableText(block, line);
      case "bars":
        return rowsText(
          [inline(block.label), "", ""],
          block.rows.map(({ label, share, text }) => [inline(label), formatPercent(share, 0), inline(text)]),
        );
      case "prose":
        return nested(block.markdown);
    }
  };
}

function tableText({ label, captioned, columns, rows, left }: TableBlock, line: (words: Line) => string): string {
  const table = rowsText(
    columns.map(({ label }) => inline(label)),
    rows.map((row) => row.map(line)),
    columns.map(({ number }) => (number ? "---:" : "---")),
  );
  const named = captioned ? `**${inline(label)}**\n\n${table}` : table;
  return left ? `${named}\n\n${line(leftWords(left))}` : named;
}

export function leftWords({ count, href }: NonNullable<TableBlock["left"]>): Line {
  const text = `${plural(count, "more row")} in the product`;
  return [href ? { text, href } : text, "."];
}

function rowsText(head: readonly string[], rows: readonly (readonly string[])[], rule = head.map(() => "---")): string {
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function lineText(words: Line, origin: string): string {
  return words
    .map((each) => {
      if (typeof each === "string") return inline(each);
      const href = each.href.startsWith("/") ? origin + each.href : each.href;
      return `[${inline(each.text)}](<${href.replaceAll(/[<>\s]/g, encodeURIComponent)}>)`;
    })
    .join("");
}

/** In one line, and nothing in it begins a cell, a link, an element or a stress. */
function inline(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*[\]<|]|(?<!\w)_|_(?!\w)/g, "\\$&");
}

/** A paragraph does not begin a list, a heading or a quote. */
function atStart(text: string): string {
  return text.replace(/^(\s*)([#>+-]|\d+(?=[.)]))/, (_, space: string, sign: string) =>
    /\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`,
  );
}
