import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { STAGE_VERBS } from "#domain/vocabulary.ts";
import { activityDetail, activityWords } from "#server/activity-words.ts";

const LINE = {
  ...{ action: "stage.approve", subject: "Business case", stageKey: "business-case", actorName: "Mara Lind" },
  ...{ actorKind: "person", before: null, after: null, reason: null },
};

describe("one line of the activity", () => {
  test.each([
    [{}, "Mara Lind approved “Business case”"],
    [{ action: "item.tick", subject: "Budget approved" }, "Mara Lind finished “Budget approved” in Business case"],
    [{ action: "comment.add", subject: "Why?" }, "Mara Lind wrote in Business case: “Why?”"],
    [{ action: "comment.resolve" }, "Mara Lind resolved a comment in Business case"],
    [{ action: "criterion.state", subject: "Recall", after: { state: "at_risk" } }, "Mara Lind found “Recall” at risk"],
    [{ action: "criterion.state", subject: "Recall", after: "x" }, "Mara Lind found “Recall” changed"],
    [{ action: "item.tick", stageKey: "gone-stage", subject: "X" }, "Mara Lind finished “X” in gone-stage"],
    [{ action: "thing.half-done", subject: "X" }, "Mara Lind: thing half done “X”"],
    [{ action: "thing.done", subject: "" }, "Mara Lind: thing done"],
  ])("%j is a sentence", (change, words) => {
    expect(activityWords({ ...LINE, ...change })).toBe(words);
  });

  test("says the reason, or which answers changed", () => {
    expect(activityDetail({ ...LINE, reason: "Good numbers" })).toBe("Good numbers");
    expect(activityDetail({ ...LINE, action: "stage.save", after: { goNoGo: "go", urgency: 1 } })).toBe(
      "Changed: go no go, urgency.",
    );
    const many = Object.fromEntries("abcdefgh".split("").map((key) => [key, 1]));
    expect(activityDetail({ ...LINE, action: "stage.save", after: many })).toBe("Changed: a, b, c, d, e, f and more.");
    expect(activityDetail({ ...LINE, action: "stage.save", after: {} })).toBeNull();
    expect(activityDetail(LINE)).toBeNull();
  });

  test("has words for every verb of a stage, and for every action that the server writes", () => {
    const written = new Set(STAGE_VERBS.map((verb) => `stage.${verb}`));
    const folder = path.join(import.meta.dirname, "../../src/server");
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts")))
      for (const [, action] of readFileSync(path.join(folder, file), "utf8").matchAll(/action: "([a-z]+\.[a-z-]+)"/g))
        written.add(action ?? "");
    const wordless = [...written].filter((action) => activityWords({ ...LINE, action }).startsWith("Mara Lind:"));
    expect(wordless).toEqual([]);
  });
});
