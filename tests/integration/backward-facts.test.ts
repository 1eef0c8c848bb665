import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact, changeFact } from "#server/fact-changes.ts";
import { judge } from "#server/jobs/rules.ts";
import { closePointsPool } from "#server/points/pool.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { stageFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { finish, recordFacts, stateOf, type Team, team } from "../support/project.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

/* What the stages recorded sends others back: the rules themselves are tested in tests/unit/backward-rules.test.ts. */

describe("a bias failure in stage 8", () => {
  let given: Team;
  const record = async (kind: string, key: string, data: FactData) => {
    const access = await authorize(given.people.ML, given.project.slug, "fact.record");
    return addFact(access, factKindOf(kind), { key, data });
  };

  beforeAll(async () => {
    given = await team(2, { affectsPeople: true });
    for (const stage of ["business-case", "success-criteria", "data-selection", "data-bias"])
      await finish(given, stage, true);
    for (const stage of ["data-pipeline", "model", "integration"]) await recordFacts(given, stage, true);
  }, 120_000);

  test("sends stage 4 back by B4.1, and the follow-up that passes lets it recover", async () => {
    const sample = stageFacts("solution-bias", { tier: 2, affectsPeople: true, at: new Date() });
    const passing = sample.findLast(({ kind }) => kind === "fairness-assessments")?.data ?? {};
    const groups = Array.isArray(passing.groups) ? passing.groups : [];
    const unfair = groups.map((group, index) => (index === 0 ? { ...group, tp: 4, fn: 416, fp: 20_000 } : group));
    const now = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    expect(await stateOf(given, "data-bias")).toBe("done");
    await record("fairness-assessments", "first", { ...passing, groups: unfair, assessedAt: now(0) });
    expect(await stateOf(given, "data-bias")).toBe("needs_attention");
    const where = { projectId: given.project.id, stageKey: "data-bias", verb: "flag" };
    expect(await db.stageTransition.findFirst({ where })).toMatchObject({ rule: "B4.1", actorKind: "rule" });
    await record("fairness-assessments", "second", { ...passing, assessedAt: now(1) });
    await judge(given.project);
    await judge(given.project);
    expect(await stateOf(given, "data-bias")).toBe("done");
  });

  test("an acceptance that ended sends it back with time alone, unless the risk is low by now", async () => {
    const later = (days: number) => new Date(Date.now() + days * 86_400_000);
    await at(later(121), () => judge(given.project));
    expect(await stateOf(given, "data-bias")).toBe("done");
    const access = await authorize(given.people.ML, given.project.slug, "fact.record");
    const unproven = { patch: { verified: false } };
    await changeFact(access, factKindOf("bias-mitigations"), "calibrate-by-group", unproven);
    await at(later(119), () => judge(given.project));
    expect(await stateOf(given, "data-bias")).toBe("done");
    await at(later(121), () => judge(given.project));
    const where = { projectId: given.project.id, stageKey: "data-bias", verb: "flag" };
    const last = await db.stageTransition.findFirst({ where, orderBy: { at: "desc" } });
    expect(last).toMatchObject({ rule: "B4.4" });
  });

  test("access that is denied sends stage 3 back at once", async () => {
    const access = await authorize(given.people.ML, given.project.slug, "fact.record");
    await changeFact(access, factKindOf("data-sources"), "warehouse", { patch: { access: "denied" } });
    expect(await stateOf(given, "data-selection")).toBe("needs_attention");
  });
});
