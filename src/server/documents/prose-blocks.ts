import type { PhrasingContent, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { Block, Line, Words } from "#domain/document.ts";

/** Markdown that somebody wrote, as blocks. HTML in it is left out, pictures become links, as on screen. */
export function proseBlocks(markdown: string): Block[] {
  const root = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return root.children.flatMap(blocksOf);
}

function blocksOf(node: RootContent): Block[] {
  switch (node.type) {
    case "heading":
      return [{ kind: "heading", level: 3, text: plain(node.children) }];
    case "paragraph":
      return [{ kind: "paragraph", line: lineOf(node.children) }];
    case "blockquote":
      return node.children.flatMap(blocksOf);
    case "code":
      return node.value.split("\n").map((text) => ({ kind: "paragraph", line: [text], quiet: true }));
    case "list":
      return [{ kind: "list", items: itemsOf(node.children) }];
    case "table": {
      const [head, ...rows] = node.children;
      return [
        {
          kind: "table",
          label: "Table in the text",
          columns: (head?.children ?? []).map((cell) => ({ label: plain(cell.children) })),
          rows: rows.map((row) => row.children.map((cell) => lineOf(cell.children))),
        },
      ];
    }
    default:
      return [];
  }
}

type Item = Extract<RootContent, { type: "list" }>["children"][number];

/** One line an item; those of a list within a list come after it. */
function itemsOf(items: readonly Item[]): Line[] {
  return items.flatMap(({ children }) =>
    children.flatMap((child): Line[] => {
      if (child.type === "list") return itemsOf(child.children);
      if (child.type === "paragraph") return [lineOf(child.children)];
      return blocksOf(child).flatMap((block) => (block.kind === "paragraph" ? [block.line] : []));
    }),
  );
}

function lineOf(nodes: readonly PhrasingContent[]): Line {
  return nodes.flatMap((node): Words[] => {
    switch (node.type) {
      case "text":
      case "inlineCode":
        return [node.value];
      case "break":
        return [" "];
      case "link":
        return [{ text: plain(node.children) || node.url, href: node.url }];
      case "image":
        return [{ text: node.alt || node.url, href: node.url }];
      case "emphasis":
      case "strong":
      case "delete":
        return [...lineOf(node.children)];
      default:
        return [];
    }
  });
}

function plain(nodes: readonly PhrasingContent[]): string {
  return lineOf(nodes)
    .map((words) => (typeof words === "string" ? words : words.text))
    .join("");
}
