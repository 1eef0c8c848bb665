import { describe, expect, it } from "vitest";
import { type GroupCount, groupMix } from "#domain/group-mix.ts";
import type { StageFacts } from "#stages/facts.ts";
import { assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { biasThread } from "#stages/solution-bias/bias-thread.ts";
import type { LiveThread } from "#stages/solution-bias/thread-in-operation.ts";
import { completeFacts } from "../support/stage-samples.ts";

describe("the mix of groups", () => {
  const now = (counts: Record<string, number>): GroupCount[] =>
    Object.entries(counts).map(([group, decisions]) => ({ group, decisions, selected: null }));
  const ratios = (counts: Record<string, number>, assessed: Record<string, number>) =>
    Object.fromEntries(groupMix(now(counts), assessed).map(({ group, ratio }) => [group, ratio]));

  it.each<[string, Record<string, number>, Record<string, number>, Record<string, number | null>]>([
    ["the same mix", { a: 300, b: 700 }, { a: 30, b: 70 }, { a: 1, b: 1 }],
    ["a group that comes half as often", { a: 150, b: 850 }, { a: 30, b: 70 }, { a: 0.5, b: 850 / 700 }],
    ["a group that stays away", { b: 1000 }, { a: 30, b: 70 }, { a: 0, b: 1000 / 700 }],
    ["too few to tell", { a: 1, b: 59 }, { a: 1, b: 1 }, { a: 1 / 30, b: 59 / 30 }],
    ["one expected decision below thirty", { a: 10, b: 49 }, { a: 1, b: 1 }, { a: null, b: null }],
    ["a group that nobody assessed", { a: 100, c: 100 }, { a: 50 }, { a: 0.5, c: null }],
    ["nobody counts", {}, { a: 1 }, {}],
  ])("%s", (_, counts, assessed, expected) => {
    expect(ratios(counts, assessed)).toEqual(expected);
  });

  it("tells how often a group is selected, where that is counted", () => {
    const counted = [{ group: "a", decisions: 200, selected: 50 }];
    expect(groupMix(counted, { a: 1 })).toMatchObject([{ share: 1, selectionRate: 0.25 }]);
    expect(groupMix(now({ a: 200 }), { a: 1 })).toMatchObject([{ selectionRate: null }]);
  });
});

describe("the bias thread", () => {
  const facts = completeFacts(3);
  const [assessment] = facts.of(assessmentRecord);
  if (!assessment) throw new Error("the samples hold an assessment");
  const groups = assessment.data.groups.map(({ name }) => name);
  const threaded = (live?: LiveThread, given: StageFacts = facts) =>
    Object.fromEntries(biasThread(assessment, given, live).map(({ name, knots }) => [name, knots]));
  const counts = (share: Record<string, number>): LiveThread["counts"] =>
    Object.entries(share).map(([group, sum]) => ({ name: "decisions", labels: { "age-band": group }, sum }));
  const even = { "18-25": 2_000, "26-40": 4_000, "41-60": 3_000, "61+": 1_500 };

  it("has one line a group with a knot for each of the stages 3, 4, 8 and 9", () => {
    const rows = threaded();
    expect(Object.keys(rows)).toEqual(groups);
    for (const knots of Object.values(rows)) expect(knots).toHaveLength(4);
  });

  it("says the same of all in stage 9 while nothing is labelled by group", () => {
    const last = Object.values(threaded()).map((knots) => knots[3]);
    expect(last).toMatchObject(groups.map(() => ({ text: expect.stringContaining("all together"), own: false })));
  });

  it("tells of each group how it comes now, how often it is selected, and what is measured of it", () => {
    const live: LiveThread = {
      counts: [
        ...counts({ ...even, "18-25": 900 }),
        { name: "decisions_selected", labels: { "age-band": "61+" }, sum: 15 },
      ],
      measured: [
        { criterion: "recall", labels: { group: "26-40" }, value: 0.61 },
        { criterion: "recall", labels: { group: "41-60" }, value: 0.7 },
      ],
    };
    const rows = threaded(live);
    expect(rows["18-25"]?.[3]).toMatchObject({ tone: "warn", text: expect.stringMatching(/^0\.5\d of its assessed/) });
    expect(rows["26-40"]?.[3]).toMatchObject({ tone: "bad", text: expect.stringContaining("beyond its guardrail") });
    expect(rows["41-60"]?.[3]?.text).toContain("Recall 0.7");
    expect(rows["61+"]?.[3]?.text).toContain("selected 1.0%");
  });

  it("does not compare a handful of decisions, nor says how few they are", () => {
    const rows = threaded({ counts: counts({ "18-25": 1, "26-40": 2, "41-60": 3 }), measured: [] });
    expect(rows["18-25"]?.[3]).toEqual({ tone: "none", text: "too few decisions to compare" });
  });

  it("marks the group that is wrongly stopped most where being stopped hurts, and the one found least where it helps", () => {
    const unfair = assessment.data.groups.map((group) =>
      group.name === "18-25" ? { ...group, fp: 9_000, tn: 190_000 } : group,
    );
    const of = (favourableOutcome: "positive" | "negative") => {
      const data = { ...assessment.data, groups: unfair, favourableOutcome };
      const rows = biasThread({ ...assessment, data }, facts);
      return rows.filter(({ knots }) => knots[2]?.tone === "bad").map(({ name }) => name);
    };
    expect(of("negative")).toEqual(["18-25"]);
    expect(of("positive")).toEqual(["26-40", "41-60", "61+"]);
  });
});
