import { describe, expect, test } from "vitest";
import { type Linked, linkProblem, supportTrees } from "#domain/criterion-links.ts";
import type { Limits } from "#domain/criterion-state.ts";
import { loosened } from "#domain/goalposts.ts";
import { goalPicture } from "#stages/success-criteria/goal-tree.ts";

const limits = (given: Partial<Limits>): Limits => ({
  ...{ direction: "gte", target: 0.72, guardrail: 0.66 },
  ...{ targetLow: null, targetHigh: null, guardrailLow: null, guardrailHigh: null },
  ...given,
});
const range = (given: Partial<Limits>) =>
  limits({ direction: "range", target: null, guardrail: null, targetLow: -0.02, targetHigh: 0.02, ...given });

describe("limits that count less than what was agreed", () => {
  test.each<[string, Limits, Limits, boolean]>([
    ["a lower target where more is better", limits({}), limits({ target: 0.7 }), true],
    ["a lower guardrail", limits({}), limits({ guardrail: 0.6 }), true],
    ["a higher target is stricter", limits({}), limits({ target: 0.8 }), false],
    ["no guardrail any more: the target stands for it", limits({}), limits({ guardrail: null }), false],
    ["a guardrail below the target where there was none", limits({ guardrail: null }), limits({}), true],
    [
      "a higher target where less is better",
      limits({ direction: "lte", target: 80, guardrail: 110 }),
      limits({ direction: "lte", target: 90, guardrail: 110 }),
      true,
    ],
    ["a wider range", range({}), range({ targetHigh: 0.03 }), true],
    ["a narrower one", range({}), range({ targetHigh: 0.01 }), false],
    ["another direction cannot be compared", limits({}), limits({ direction: "lte" }), true],
    ["moved and moved back", limits({}), limits({}), false],
  ])("%s", (_, agreed, present, expected) => {
    expect(loosened(agreed, present)).toBe(expected);
  });
});

const linked = (key: string, supports: string | null = null): Linked => ({ key, name: key.toUpperCase(), supports });
const STANDING = [linked("loss"), linked("recall", "loss"), linked("auc", "recall"), linked("latency")];

describe("a link from a criterion to the one that it supports", () => {
  test.each<[string, Linked, string | null]>([
    ["none is always right", linked("recall"), null],
    ["another goal is", linked("latency", "loss"), null],
    ["itself is not", linked("loss", "loss"), "A criterion cannot support itself."],
    [
      "what does not exist is not",
      linked("recall", "gone"),
      "There is no criterion “gone” in this project that it could support.",
    ],
    [
      "a circle over three says each step",
      linked("loss", "auc"),
      "That would make a circle: “LOSS” supports “AUC”, which supports “RECALL”, which supports “LOSS” again.",
    ],
    [
      "a circle over two too",
      linked("recall", "auc"),
      "That would make a circle: “RECALL” supports “AUC”, which supports “RECALL” again.",
    ],
  ])("%s", (_, criterion, problem) => {
    expect(linkProblem(criterion, STANDING)).toBe(problem);
  });

  test("a circle that stands elsewhere ends the search", () => {
    expect(linkProblem(linked("new", "a"), [linked("a", "b"), linked("b", "a")])).toBeNull();
  });

  test("the criteria stand as trees, and a link that leads nowhere is none", () => {
    const trees = supportTrees([...STANDING, linked("lost", "removed")]);
    expect(trees.map(({ criterion }) => criterion.key)).toEqual(["loss", "latency", "lost"]);
    expect(trees[0]?.below[0]?.below[0]?.criterion.key).toBe("auc");
  });
});

describe("the picture of stage 2", () => {
  const kinds = STANDING.map((each) => ({ ...each, kind: "model" as const }));

  test("follows the links, the north star first", () => {
    const picture = goalPicture([...kinds, { ...linked("waste"), kind: "business" }], "waste");
    expect(picture.by === "links" && picture.trees.map(({ title, branches }) => [title, branches.length])).toEqual([
      ["The goal: the north star", 1],
      ["Other goals", 1],
      ["Not linked to a goal", 1],
    ]);
  });

  test("follows the kinds while nobody said a link", () => {
    const picture = goalPicture(
      [
        { ...linked("loss"), kind: "business" },
        { ...linked("auc"), kind: "model" },
      ],
      "loss",
    );
    expect(picture.by === "kind" && picture.levels.map(({ key }) => key)).toEqual(["goal", "model"]);
  });
});
