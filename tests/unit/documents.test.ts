import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, test } from "vitest";
import { type Block, type DocumentTree, withoutWays } from "#domain/document.ts";
import { documentMarkdown } from "#server/documents/markdown.ts";
import { documentPdf } from "#server/documents/pdf.ts";
import { proseBlocks } from "#server/documents/prose-blocks.ts";

const ORIGIN = "https://example.org";
const MADE = new Date("2026-03-16T09:00:00Z");

function treeOf(...blocks: Block[]): DocumentTree {
  return {
    title: "Project report",
    project: { name: "Card fraud", slug: "card" },
    href: "/projects/card/documents/report",
    asOf: "As of 16 Mar 2026",
    version: "audit entry 12",
    blocks,
  };
}

/** The pages of a PDF as a reader's program sees them. */
async function pagesOf(tree: DocumentTree) {
  const pdf = await documentPdf(tree, ORIGIN, MADE);
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const { text } = await extractText(document, { mergePages: false });
  const outline = (await document.getOutline()) ?? [];
  const links = await Promise.all(
    Array.from({ length: document.numPages }, async (_, at) => (await document.getPage(at + 1)).getAnnotations()),
  );
  return {
    pages: text.map((page) => page.replaceAll(/\s+/g, " ")),
    chapters: outline.map(({ title }) => title),
    links: links.flat().flatMap(({ url }) => (typeof url === "string" ? [url] : [])),
    marked: await document.getMarkInfo(),
  };
}

const table = (rows: number, left = 0): Block => ({
  ...{ kind: "table", label: "Sources", columns: [{ label: "Name" }, { label: "Rows", number: true }] },
  rows: Array.from({ length: rows }, (_, at) => [[`source ${at + 1}`], [String(at)]]),
  ...(left > 0 && { left: { count: left, href: "/projects/card/facts/data-sources" } }),
});

describe("a document as Markdown", () => {
  const cases: readonly [what: string, block: Block, lines: string][] = [
    ["a chapter is a heading", { kind: "heading", level: 2, text: "Risks" }, "## Risks"],
    [
      "a way within the product gets the address of the product",
      { kind: "paragraph", line: ["See ", { text: "stage 3", href: "/projects/card/stages/model" }, "."] },
      "See [stage 3](<https://example.org/projects/card/stages/model>).",
    ],
    [
      "a text that looks like a list, a heading or a quote stays a text",
      { kind: "paragraph", line: ["# not a heading"] },
      "\\# not a heading",
    ],
    [
      "a year that begins a sentence begins no list",
      { kind: "paragraph", line: ["2026. It began."] },
      "2026\\. It began.",
    ],
    [
      "a bar within a cell begins no cell",
      { kind: "said", rows: [{ label: "a|b", value: ["c|d"] }] },
      "| a\\|b | c\\|d |",
    ],
    [
      "what nobody said is said to be missing",
      { kind: "said", rows: [{ label: "Lead", value: null }] },
      "| Lead | *Not recorded* |",
    ],
    ["a snake_case word stays whole", { kind: "paragraph", line: ["f1_macro of _all_"] }, "f1_macro of \\_all\\_"],
    [
      "an element is no element",
      { kind: "list", items: [["<script>alert(1)</script>"]] },
      "- \\<script>alert(1)\\</script>",
    ],
    [
      "what is missing has no way in a file",
      { kind: "missing", text: "Not written yet.", mend: { text: "Write it", href: "/x" } },
      "*Not written yet.*",
    ],
    ["numbers of a table stand right", table(1), "| Name | Rows |\n| --- | ---: |\n| source 1 | 0 |"],
    [
      "a cut table says how much more there is",
      table(1, 4999),
      "[4,999 more rows in the product](<https://example.org/projects/card/facts/data-sources>).",
    ],
    [
      "headings in what people wrote stay below the chapter",
      { kind: "prose", markdown: "# Loud\n\ntext" },
      "### Loud\n\ntext",
    ],
    [
      "shares are percent",
      { kind: "bars", label: "Stage", rows: [{ label: "Model", share: 0.5, text: "in progress" }] },
      "| Model | 50% | in progress |",
    ],
  ];
  test.each(cases)("%s", (_, block, lines) => {
    expect(documentMarkdown(treeOf(block), ORIGIN)).toContain(`\n${lines}`.trimStart());
  });

  test("begins with its title, its project and the state it tells", () => {
    expect(documentMarkdown(treeOf(), ORIGIN)).toBe(
      "# Project report\n\nCard fraud. As of 16 Mar 2026, audit entry 12.\n",
    );
  });
});

describe("a document as PDF", () => {
  test("holds the words, the chapters, the ways and on each page its number", async () => {
    const { pages, chapters, links, marked } = await pagesOf(
      treeOf(
        { kind: "heading", level: 2, text: "Risks" },
        { kind: "paragraph", line: ["See ", { text: "stage 3", href: "/projects/card/stages/model" }] },
        { kind: "heading", level: 3, text: "Bias" },
        { kind: "said", rows: [{ label: "Lead", value: null }] },
        { kind: "prose", markdown: "- first\n- second\n\n| a | b |\n|---|---|\n| 1 | 2 |" },
        { kind: "bars", label: "Stage", rows: [{ label: "Model", share: 0.5, text: "in progress" }] },
      ),
    );
    expect(pages).toHaveLength(1);
    for (const words of ["Project report", "Risks", "stage 3", "Not recorded", "first", "second", "50%, in progress"])
      expect(pages[0]).toContain(words);
    expect(pages[0]).toContain("Page 1 of 1");
    expect(chapters).toEqual(["Risks"]);
    expect(links).toEqual([`${ORIGIN}/projects/card/documents/report`, `${ORIGIN}/projects/card/stages/model`]);
    expect(marked).toMatchObject({ Marked: true });
  });

  test("a long table goes on over pages, with its head on each", async () => {
    const { pages } = await pagesOf(treeOf(table(120, 4880)));
    expect(pages.length).toBeGreaterThan(2);
    for (const [at, page] of pages.entries()) {
      expect(page).toContain("Name Rows");
      expect(page).toContain(`Page ${at + 1} of ${pages.length}`);
      expect(page).toContain("Card fraud · Project report");
    }
    const whole = pages.join(" ");
    for (const at of [1, 60, 120]) expect(whole.split(`source ${at} `)).toHaveLength(2);
    expect(whole).toContain("4,880 more rows in the product");
  });

  test("an answer longer than a page goes on on the next", async () => {
    const long = Array.from({ length: 2500 }, (_, at) => `word${at}`).join(" ");
    const { pages } = await pagesOf(
      treeOf({
        kind: "said",
        rows: [
          { label: "Problem", value: [long] },
          { label: "After", value: ["it"] },
        ],
      }),
    );
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.join(" ")).toContain("word2499");
    expect(pages.at(-1)).toContain("After");
  });

  test.each([
    ["Greek and Cyrillic", "Ελληνικά, Кириллица, σ ≥ 0.5 → μ", false],
    ["Vietnamese and Turkish", "Tiếng Việt, İstanbul, ő", false],
    ["signs that the face lacks, in boxes, which it says", "日本語 and العربية and 🙂", true],
    ["halves of signs and control signs", "broken \ud83d half \u0000\u0007 end", true],
    ["a word longer than the page", "x".repeat(4000), false],
  ])("%s do not stop it", async (_, text, boxes) => {
    const { pages } = await pagesOf(
      treeOf({ kind: "paragraph", line: [text] }, { kind: "said", rows: [{ label: text, value: [text] }] }, {
        ...table(1),
        rows: [[[text], [text]]],
      } as Block),
    );
    const whole = pages.join(" ");
    if (!boxes && text.length < 100) expect(whole).toContain(text.slice(0, 6));
    expect(whole.includes("are drawn as boxes")).toBe(boxes);
  });

  test("an address that would run something is only words", async () => {
    const { links, pages } = await pagesOf(treeOf({ kind: "prose", markdown: "[press](javascript:alert(1))" }));
    expect(pages[0]).toContain("press");
    expect(links.some((url) => url.startsWith("javascript"))).toBe(false);
  });

  test("others get their turn while a large one is written", async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    await documentPdf(treeOf(...Array.from({ length: 30 }, () => table(40))), ORIGIN, MADE);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(5);
  });
});

describe("what people wrote as Markdown", () => {
  test.each<[string, string, Block[]]>([
    ["a heading is one of the lowest level", "# Loud", [{ kind: "heading", level: 3, text: "Loud" }]],
    [
      "stress is dropped, links stay",
      "a **b** [c](https://d.example)",
      [{ kind: "paragraph", line: ["a ", "b", " ", { text: "c", href: "https://d.example" }] }],
    ],
    ["a list within a list comes after its item", "- a\n  - b\n- c", [{ kind: "list", items: [["a"], ["b"], ["c"]] }]],
    ["HTML is left out", "<script>alert(1)</script>", []],
    [
      "a picture becomes a link",
      "![chart](https://d.example/a.png)",
      [{ kind: "paragraph", line: [{ text: "chart", href: "https://d.example/a.png" }] }],
    ],
    [
      "a table stays one",
      "| a |\n|---|\n| 1 |",
      [{ kind: "table", label: "Table in the text", columns: [{ label: "a" }], rows: [[["1"]]] }],
    ],
  ])("%s", (_, markdown, blocks) => {
    expect(proseBlocks(markdown)).toEqual(blocks);
  });
});

test("for readers without an account every way within the product goes, and what leads out stays", () => {
  const shared = withoutWays(
    treeOf(
      {
        kind: "paragraph",
        line: [
          { text: "in", href: "/projects/card" },
          { text: "out", href: "https://d.example" },
        ],
      },
      { kind: "missing", text: "Not written yet.", mend: { text: "Write it", href: "/x" } },
      { kind: "list", items: [[{ text: "in", href: "/x" }]] },
      {
        kind: "said",
        rows: [{ label: "a", value: [{ text: "in", href: "/x" }], how: { label: "a", calculator: "npv" } }],
      },
      { ...table(1, 3), rows: [[[{ text: "in", href: "/x" }], ["1"]]] } as Block,
    ),
  );
  expect(JSON.stringify(shared)).not.toMatch(/"href":"\//);
  expect(JSON.stringify(shared)).not.toContain("calculator");
  expect(shared.blocks[0]).toMatchObject({ line: ["in", { text: "out", href: "https://d.example" }] });
  expect(shared.blocks.at(-1)).toMatchObject({ left: { count: 3, href: null } });
});
