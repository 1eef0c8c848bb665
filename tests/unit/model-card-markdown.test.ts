import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { resultsIn, valuesKept } from "#server/model-card-front.ts";
import { type Card, cardFrom, cardMarkdown } from "#server/model-card-markdown.ts";
import { parseFact } from "#stages/fact-draft.ts";
import { CARD_SECTIONS } from "#stages/model/card-sections.ts";
import { modelCard } from "#stages/model/model-card.ts";

const FRONT = `language: en # of the texts
license: apache-2.0
x_internal:
  review: "2026-03-01"
  owners: [mara, tomas]
tags:
  - fraud
model-index:
  - name: fraud-gbm
    results: []`;
const CARD: Card = {
  title: "fraud-gbm 3.2",
  modelVersion: "m1",
  details: "Gradient boosting.\n\n### Authors\n\nThe fraud team.",
  caveats: "Not for credit.",
  licence: "apache-2.0",
  otherSections: "## Citation\n\nNobody yet.",
  frontMatter: FRONT,
};
const { modelVersion: _, ...CONTENT } = CARD;

function read(markdown: string) {
  const found = cardFrom(markdown);
  if (!found.ok) throw new Error(found.message);
  return found.card;
}

function frontOf(markdown: string) {
  return /^---\n([\s\S]*?)\n---\n/.exec(markdown)?.[1] ?? "";
}

describe("a model card", () => {
  test("comes back from its own file as it was", () => {
    expect(read(cardMarkdown(CARD))).toEqual(CONTENT);
    expect(read(cardMarkdown(CARD).replaceAll("\n", "\r\n"))).toEqual(CONTENT);
  });

  test("keeps names it does not know, their order and their comments", () => {
    expect(frontOf(cardMarkdown(CARD))).toBe(FRONT);
    const changed = frontOf(cardMarkdown({ ...CARD, licence: "mit", baseModel: "org/base", baseModelLicence: "mit" }));
    expect(parse(changed)).toEqual({
      ...parse(FRONT),
      license: "mit",
      base_model: "org/base",
      base_model_license: "mit",
    });
    expect(changed).toContain("# of the texts");
  });

  test("has a front matter only where there is something to say", () => {
    expect(cardMarkdown({ title: "Bare", modelVersion: "m1" })).toBe("# Bare\n");
    expect(cardMarkdown({ title: "Bare", modelVersion: "m1", licence: "mit" })).toBe(
      "---\nlicense: mit\n---\n\n# Bare\n",
    );
  });

  test("brings its results where it has none, and never over its own", () => {
    const results = [{ metric: "auc", value: 0.731, dataset: "d2025.11", split: "test" }];
    const { frontMatter: _front, ...bare } = CARD;
    expect(parse(frontOf(cardMarkdown(bare, results)))["model-index"]).toEqual([
      {
        name: "fraud-gbm 3.2",
        results: [
          {
            task: { type: "other" },
            dataset: { type: "d2025.11", name: "d2025.11", split: "test" },
            metrics: [{ type: "auc", value: 0.731, name: "auc" }],
          },
        ],
      },
    ]);
    expect(frontOf(cardMarkdown(CARD, results))).toBe(FRONT);
  });

  test("keeps a heading inside a section, and one inside a code fence, in their place", () => {
    const details = "Made by us.\n\n```md\n## not a heading\n```\n\n## History\n\nLong.";
    const again = read(cardMarkdown({ ...CARD, details }));
    expect(again.details).toBe(details.replace("## History", "### History"));
    expect(read(cardMarkdown({ ...CARD, ...again }))).toEqual(again);
  });

  test("reads the template of Hugging Face, and keeps what has no place here", () => {
    const card = read(
      [
        "---",
        "base_model: [org/a, org/b]",
        "license: mit",
        "pipeline_tag: text-classification",
        "---",
        "# Model Card for Bert",
        "A short word before all sections.",
        "## Model Details",
        "### Model Description",
        "A model.",
        "## Uses",
        "Reviews.",
        "## Bias, Risks, and Limitations",
        "Some.",
        "## Environmental Impact",
        "12 kWh",
      ].join("\n"),
    );
    expect(card).toEqual({
      title: "Model Card for Bert",
      details: "### Model Description\nA model.",
      intendedUse: "Reviews.",
      ethicalConsiderations: "Some.",
      otherSections: "A short word before all sections.\n\n## Environmental Impact\n\n12 kWh",
      licence: "mit",
      frontMatter: "base_model: [org/a, org/b]\nlicense: mit\npipeline_tag: text-classification",
    });
    expect(parse(frontOf(cardMarkdown({ ...card, title: "x", modelVersion: "m1" }))).base_model).toEqual([
      "org/a",
      "org/b",
    ]);
    expect(parseFact(modelCard, { ...card, modelVersion: "m1" })).toMatchObject({ ok: true });
  });

  test.each([
    ["---\nlicense: [mit\n---\n# A\n", /cannot be read/],
    ["---\n- a list\n---\n# A\n", /names with values/],
    ["---\nmodel-index:\n- results: []\n---\n# A\n", /entry 1: name is missing/],
    ["---\nmodel-index:\n- name: m\n- name: ''\n---\n# A\n", /entry 2: name is missing/],
    ["---\nmodel-index: later\n---\n# A\n", /must be a list/],
    ["---\neval_results:\n- metric: auc\n---\n# A\n", /needs model_name/],
  ])("says what is wrong with a front matter that cannot be read", (markdown, words) => {
    expect(cardFrom(markdown)).toEqual({ ok: false, message: expect.stringMatching(words) });
  });

  test("its results and its other names are read for the page", () => {
    const front = `${FRONT.replace("    results: []", "")}    results:
      - dataset: {name: Reviews, type: reviews, split: test}
        metrics: [{type: accuracy, value: 0.91, name: Accuracy}, {type: f1, value: "NaN"}, {type: none}]`;
    expect(resultsIn(front)).toEqual([
      { metric: "Accuracy", value: 0.91, dataset: "Reviews", split: "test" },
      { metric: "f1", value: "NaN", dataset: "Reviews", split: "test" },
    ]);
    expect(valuesKept(front)).toEqual([
      ["language", "en"],
      ["x_internal", '{"review":"2026-03-01","owners":["mara","tomas"]}'],
      ["tags", "fraud"],
    ]);
    expect(resultsIn("model-index: {}")).toEqual([]);
    expect(valuesKept("[broken")).toEqual([]);
  });

  test("a rule in the text is not a front matter", () => {
    expect(read("# A\n\n---\n\n## Metrics\n\nAUC\n")).toEqual({ title: "A", otherSections: "---", metrics: "AUC" });
  });

  test("survives any text in its sections once it has been through a file", () => {
    const line = fc.constantFrom(
      "# a",
      "## Metrics",
      "### b",
      "```",
      "~~~",
      "---",
      "plain",
      "",
      "  - item",
      "## ",
      "#tag",
    );
    const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (details, metrics) => {
        const once = read(cardMarkdown({ title: "T", modelVersion: "m", details, metrics }));
        const twice = read(cardMarkdown({ title: "T", modelVersion: "m", ...once }));
        expect(twice).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  test("has eight sections", () => {
    expect(CARD_SECTIONS).toHaveLength(8);
  });
});
