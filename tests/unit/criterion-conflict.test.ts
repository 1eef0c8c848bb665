import { describe, expect, it } from "vitest";
import { rebased, standingIn } from "#app/(app)/projects/[slug]/criteria/criterion-conflict.tsx";
import { differences } from "#app/(app)/projects/[slug]/criteria/criterion-differences.ts";
import { draftOf } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";
import { type Criterion, withCriterionDefaults } from "#domain/criteria.ts";

const RECALL = withCriterionDefaults({
  ...{ key: "recall", name: "Recall", kind: "model", direction: "gte", target: 0.8, guardrail: 0.6 },
  series: { name: "recall", labels: { region: "eu" } },
});
const opened = { draft: draftOf(RECALL), version: 3 };
const server = (change: Partial<Criterion>) => ({ ...RECALL, ...change, version: 4, state: "met", changedBy: "Max" });

describe("a criterion that somebody else saved first", () => {
  it("keeps what was typed on top of theirs, and takes theirs where nothing was typed", () => {
    const theirs = standingIn(server({ target: 0.85, name: "Recall of fraud" }));
    if (!theirs) throw new Error("not recognised");
    expect(theirs.version).toBe(4);
    const mine = rebased({ ...opened.draft, target: 0.9, weight: undefined }, opened, theirs);
    expect(mine).toMatchObject({ target: 0.9, name: "Recall of fraud", guardrail: 0.6, seriesLabels: "region=eu" });
    expect(mine.weight).toBeUndefined();
  });

  it("is only read out of a refusal that hands one back", () => {
    for (const current of [undefined, null, "x", {}, { state: "done" }, { version: 2 }])
      expect(standingIn(current)).toBeNull();
  });
});

describe("what changed between two definitions", () => {
  it("is told by field, in words", () => {
    expect(differences(RECALL, server({ target: 0.85, mustHave: true, owner: "x" }))).toEqual([
      "Target: 0.80 → 0.85",
      "Must-have: no → yes",
      "Another owner",
    ]);
    expect(differences(RECALL, { ...RECALL, series: { name: "r2", labels: {} } })).toEqual([
      "Series: recall region=eu → r2",
    ]);
    expect(differences(RECALL, RECALL)).toEqual([]);
  });

  it("is an addition without a before, and a removal without an after", () => {
    expect(differences(null, RECALL)).toEqual(["Added"]);
    expect(differences(RECALL, null)).toEqual(["Removed"]);
  });
});
