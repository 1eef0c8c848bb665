import { afterAll, describe, expect, test } from "vitest";
import {
  type CriterionInput,
  type CriterionPatch,
  criterionInputSchema,
  criterionPatchSchema,
} from "#domain/criteria.ts";
import { authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { getCriterion, listCriteria, listCriterionChanges } from "#server/criteria.ts";
import { addCriterion, changeCriterion, removeCriterion } from "#server/criterion-changes.ts";
import { criterionHistory, criterionWindows } from "#server/criterion-history.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { getStageView } from "#server/stage-view.ts";
import { HOUR, hoursAgo, recall, send, settle, type TestPoint } from "../support/metrics.ts";
import { auditOf } from "../support/people.ts";
import {
  criterionNamed,
  finish,
  move,
  prepare,
  stateOf,
  submit,
  type Team,
  team,
  trio,
  versionOf,
} from "../support/project.ts";

afterAll(disconnect);

const STAGE = "success-criteria";

describe("adding a criterion", () => {
  test("fills what was left out, makes its series, raises the version of stage 2, and keeps who did it", async () => {
    const given = await team();
    const access = await editing(given);
    const made = await addCriterion(access, criterionNamed("recall"));
    expect(made).toMatchObject({
      ...{
        key: "recall",
        phase: "production",
        aggregation: "mean",
        windowSeconds: 86_400,
        breachAfter: 3,
        recoverAfter: 2,
      },
      ...{ state: "no_data", value: null, owner: given.people.LD.userId, version: 1, warnings: [] },
    });
    expect(await versionOf(given, STAGE)).toBe(1);
    expect(await stateOf(given, STAGE)).toBe("not_started");
    expect(await auditOf({ action: "criterion.add", projectId: given.project.id })).toMatchObject([
      { actorId: given.people.LD.userId, stageKey: STAGE, subjectId: "recall", before: null, after: { target: 0.8 } },
    ]);
    expect(await listCriterionChanges(access, "recall")).toMatchObject([
      { version: 1, before: null, after: { target: 0.8 } },
    ]);
    expect(await db.series.findMany({ where: { projectId: given.project.id } })).toMatchObject([{ name: "recall" }]);
  });

  test.each<[string, Partial<CriterionInput>, string]>([
    ["a guardrail above the target where more is better", { guardrail: 0.9 }, "guardrail"],
    ["a guardrail below the target where less is better", { direction: "lte", guardrail: 0.1 }, "guardrail"],
    ["no target", { target: null }, "target"],
    ["a range with a target", { direction: "range", targetLow: 0, targetHigh: 1, guardrail: null }, "target"],
    ["a range without ends", { direction: "range", target: null, guardrail: null }, "targetLow"],
    [
      "a range upside down",
      { direction: "range", target: null, guardrail: null, targetLow: 2, targetHigh: 1 },
      "targetHigh",
    ],
    [
      "a range as wide as a point",
      { direction: "range", target: null, guardrail: null, targetLow: 1, targetHigh: 1 },
      "targetHigh",
    ],
    ["ends without a range", { targetLow: 0.1 }, "targetLow"],
    ["a cadence longer than the window", { windowSeconds: 300, cadenceSeconds: 600 }, "cadenceSeconds"],
    ["a window under five minutes", { windowSeconds: 299 }, "windowSeconds"],
    ["a cadence under a minute", { cadenceSeconds: 59 }, "cadenceSeconds"],
    ["no sample", { minSamples: 0 }, "minSamples"],
    ["a breach after nothing", { breachAfter: 0 }, "breachAfter"],
    ["a breach after 21", { breachAfter: 21 }, "breachAfter"],
    ["half a window of patience", { staleAfter: 1.5 }, "staleAfter"],
    ["a weight of zero", { weight: 0 }, "weight"],
    ["an infinite target", { target: Number.POSITIVE_INFINITY }, "target"],
    ["a target that is no number", { target: Number.NaN }, "target"],
    ["a key with capitals", { key: "Recall" }, "key"],
    ["a key of 41", { key: "k".repeat(41) }, "key"],
    ["a key with a path", { key: "../x" }, "key"],
    ["a name of nothing", { name: "  " }, "name"],
    ["a name of 121", { name: "n".repeat(121) }, "name"],
    ["an owner that is no id", { owner: "me" }, "owner"],
    ["an owner from nowhere", { owner: "0190c4de-7a10-7000-8000-000000000001" }, "owner"],
    ["a series without a name", { series: { name: " " } }, "series.name"],
  ])("with %s is refused, and says where", async (_, change, path) => {
    const given = await shared();
    const error = await addCriterion(await editing(given), criterionNamed("wrong", change)).catch((each) => each);
    expect(error).toMatchObject({ code: "INVALID" });
    expect(error.details.issues.map((issue: { path: string }) => issue.path)).toContain(path);
    expect(await listCriteria(given.as.LD)).toEqual([]);
  });

  test("that keeps a level is allowed, with a second look", async () => {
    const given = await team();
    const made = await addCriterion(await editing(given), criterionNamed("level", { baseline: 0.9 }));
    expect(made.warnings).toMatchObject([{ path: "target" }]);
  });

  test("under a key that is taken is a conflict, at once too", async () => {
    const given = await team();
    const access = await editing(given);
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => addCriterion(access, criterionNamed("same", { name: `N${n}` }))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of results)
      if (each.status === "rejected")
        expect(each.reason).toMatchObject({ code: "CONFLICT", details: { issues: [{ path: "key" }] } });
    expect(await listCriteria(given.as.LD)).toHaveLength(1);
  });

  test("in another unit than its series is refused; a series without one takes it", async () => {
    const given = await team();
    const access = await editing(given);
    await addCriterion(access, criterionNamed("fast", { unit: "ms", series: { name: "latency" } }));
    await expect(
      addCriterion(access, criterionNamed("slow", { unit: "s", series: { name: "latency" } })),
    ).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("ms"),
      details: { issues: [{ path: "unit" }] },
    });
    expect(await listCriteria(given.as.LD)).toHaveLength(1);
  });

  test.each([
    "Rückruf 👩🏽‍🔬 ≥ 80 %",
    "نسبة الاسترجاع",
    "İı Kürt",
    "é̀́̂".repeat(9),
    "<script>alert(1)</script>",
    "'; drop table criterion; --",
  ])("keeps its name: %s", async (name) => {
    const given = await named();
    const key = `k_${(await listCriteria(given.as.LD)).length}`;
    await addCriterion(
      await editing(given),
      criterionNamed(key, { name, unit: "µs·m²", series: { name, labels: { Straße: name } } }),
    );
    expect(await getCriterion(given.as.LD, key)).toMatchObject({
      name,
      unit: "µs·m²",
      series: { name, labels: { Straße: name } },
    });
  });

  test("is not for reviewers, viewers or strangers", async () => {
    const { people, project } = await shared();
    for (const who of [people.RV, people.VW])
      await expect(authorize(who, project.slug, "criterion.edit")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(people.outsider, project.slug, "criterion.edit")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("changes nothing by keys that it does not know", async () => {
    const [given, other] = [await team(), await team()];
    const extra = JSON.parse(
      `{"id":"0190c4de-7a10-7000-8000-000000000001","projectId":"${other.project.id}","ownerId":"x","state":"met","value":1,
        "createdAt":"2020-01-01","role":"LD","isAdmin":true,"__proto__":{"x":1},"removedAt":"2020-01-01"}`,
    );
    const made = await addCriterion(await editing(given), { ...criterionNamed("recall"), ...extra });
    expect(made).toMatchObject({ state: "no_data", value: null, version: 1 });
    const changed = await changeCriterion(await editing(given), "recall", { ...extra, name: "Recall" });
    expect(changed).toMatchObject({ id: made.id, name: "Recall", state: "no_data", value: null, version: 2 });
    const row = await db.criterion.findUniqueOrThrow({ where: { id: made.id } });
    expect(row).toMatchObject({ projectId: given.project.id, removedAt: null, ownerId: given.people.LD.userId });
    expect(await listCriteria(other.as.LD)).toEqual([]);
    expect(criterionPatchSchema.safeParse({ key: "other" }).data).toEqual({});
    expect(criterionInputSchema.safeParse({ ...criterionNamed("a_b"), isAdmin: true }).data).not.toHaveProperty(
      "isAdmin",
    );
  });
});

describe("changing a criterion", () => {
  test("keeps the old and the new, raises both versions, and ends the sign-offs of stage 2", async () => {
    const given = await trio();
    await finish(given, "business-case");
    await prepare(given, STAGE);
    const before = await versionOf(given, STAGE);
    expect(await gateOf(given)).toEqual([]);
    const changed = await changeCriterion(await editing(given), "model", { target: 0.85 });
    expect(changed).toMatchObject({ target: 0.85, version: 2 });
    expect(await versionOf(given, STAGE)).toBe(before + 1);
    expect(await gateOf(given)).toEqual(["G0.5", "G2.5"]);
    expect(await listCriterionChanges(given.as.LD, "model")).toMatchObject([
      { version: 2, before: { target: 0.8 }, after: { target: 0.85 }, reason: null },
      { version: 1 },
    ]);
    expect(await auditOf({ action: "criterion.change", projectId: given.project.id })).toMatchObject([
      { before: { target: 0.8 }, after: { target: 0.85 } },
    ]);
  });

  test("under a reviewer's eyes makes an approval of what they saw a conflict", async () => {
    const given = await trio();
    await finish(given, "business-case");
    await prepare(given, STAGE);
    await submit(given, STAGE);
    const version = await versionOf(given, STAGE);
    await changeCriterion(await editing(given), "model", { target: 0.85 });
    await expect(move(given.as.LD, STAGE, "approve", { version })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(move(given.as.LD, STAGE, "approve")).rejects.toMatchObject({ code: "GATE_CLOSED" });
  });

  test("that somebody else changed meanwhile is a conflict, with what stands and who was faster", async () => {
    const given = await team();
    const access = await editing(given);
    const { version } = await addCriterion(access, criterionNamed("recall"));
    const engineer = await authorize(given.people.ML, given.project.slug, "criterion.edit");
    await changeCriterion(engineer, "recall", { target: 0.85, version });
    const error = await changeCriterion(access, "recall", { target: 0.9, version }).catch((each) => each);
    expect(error).toMatchObject({
      ...{ code: "CONFLICT", message: expect.stringContaining("Max Model changed this criterion") },
      details: { current: { key: "recall", target: 0.85, version: 2, changedBy: "Max Model" } },
    });
    expect(error.details.current.changedAt).toBeInstanceOf(Date);
    expect(await getCriterion(access, "recall")).toMatchObject({ target: 0.85, version: 2 });
    await changeCriterion(access, "recall", { target: 0.9, version: 2 });
    await changeCriterion(access, "recall", { target: 0.95 });
    expect(await getCriterion(access, "recall")).toMatchObject({ target: 0.95, version: 4 });
  });

  test("by twenty at once, each with the version that all read: one wins", async () => {
    const given = await team();
    const access = await editing(given);
    const { version } = await addCriterion(access, criterionNamed("recall"));
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => changeCriterion(access, "recall", { target: 0.81 + i / 1000, version })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listCriterionChanges(access, "recall")).toHaveLength(2);
  });

  test("flags the finished stages that rest on its limits in the same breath, by rule; its words flag nothing", async () => {
    const given = await team();
    const access = await editing(given);
    await addCriterion(access, criterionNamed("recall"));
    await move(given.as.LD, "model", "start", { reason: "A proof of concept" });
    await pretendDone(given, STAGE);
    await changeCriterion(access, "recall", { name: "Recall of fraud" });
    expect(await stateOf(given, STAGE)).toBe("done");
    await changeCriterion(access, "recall", { target: 0.7 }, "The baseline was wrong");
    expect(await stateOf(given, STAGE)).toBe("needs_attention");
    expect(await auditOf({ action: "stage.flag", projectId: given.project.id })).toMatchObject([
      { actorKind: "rule", actorName: "Rules", actorId: null, after: { rule: "B2.1" } },
    ]);
    expect(await auditOf({ action: "criterion.change", projectId: given.project.id })).toMatchObject([
      {},
      { actorKind: "person", actorId: given.people.LD.userId },
    ]);
    const summary = await db.projectSummary.findUniqueOrThrow({ where: { projectId: given.project.id } });
    expect(summary.states[1]).toBe("needs_attention");
    await changeCriterion(access, "recall", { target: 0.71 }, "Once more");
    await changeCriterion(access, "recall", { target: 0.72 }, "And again");
    expect(await stateOf(given, STAGE)).toBe("needs_attention");
  });

  test("to what it is already writes nothing", async () => {
    const given = await team();
    const access = await editing(given);
    await addCriterion(access, criterionNamed("recall"));
    await changeCriterion(access, "recall", { target: 0.8, series: { name: "recall" } });
    await changeCriterion(access, "recall", {});
    expect(await versionOf(given, STAGE)).toBe(1);
    expect(await auditOf({ action: "criterion.change", projectId: given.project.id })).toEqual([]);
  });

  test.each<[CriterionPatch, string]>([
    [{ guardrail: 0.9 }, "guardrail"],
    [{ direction: "range" }, "target"],
    [{ target: null }, "target"],
    [{ owner: "nobody" }, "owner"],
    [{ name: "" }, "name"],
    [{ windowSeconds: 10 }, "windowSeconds"],
  ])("to %j is refused", async (patch, path) => {
    const given = await named();
    const access = await editing(given);
    if (!(await listCriteria(given.as.LD)).some(({ key }) => key === "kept"))
      await addCriterion(access, criterionNamed("kept"));
    const error = await changeCriterion(access, "kept", patch).catch((each) => each);
    expect(error.details?.issues.map((issue: { path: string }) => issue.path)).toContain(path);
    expect(await getCriterion(given.as.LD, "kept")).toMatchObject({ target: 0.8, version: 1 });
  });

  test("once modelling has begun asks for the reason when a limit moves, and keeps it", async () => {
    const given = await team();
    const access = await editing(given);
    await addCriterion(access, criterionNamed("recall"));
    await move(given.as.LD, "model", "start", { reason: "A proof of concept" });
    for (const reason of [undefined, "", "  "])
      await expect(changeCriterion(access, "recall", { target: 0.7 }, reason)).rejects.toMatchObject({
        code: "INVALID",
        details: { issues: [{ path: "reason" }] },
      });
    await changeCriterion(access, "recall", { name: "Recall of fraud" });
    await changeCriterion(access, "recall", { target: 0.7 }, "The baseline was wrong");
    expect(await listCriterionChanges(access, "recall")).toMatchObject([
      {
        reason: "The baseline was wrong",
        before: { target: 0.8 },
        after: { target: 0.7 },
        actorId: given.people.LD.userId,
      },
      { reason: null },
      {},
    ]);
    expect(await auditOf({ action: "criterion.change", projectId: given.project.id })).toMatchObject([
      {},
      { reason: "The baseline was wrong" },
    ]);
  });

  test("in its words alone leaves its windows and the worker alone", async () => {
    const { given, access } = await breached();
    const before = await db.criterion.findFirstOrThrow({ where: { projectId: given.project.id } });
    await changeCriterion(access, "recall", { name: "Recall of fraud" });
    const after = await db.criterion.findUniqueOrThrow({ where: { id: before.id } });
    expect(after).toMatchObject({ nextWindowEnd: before.nextWindowEnd, state: "breached", value: before.value });
    expect(await db.criterionEvaluation.count({ where: { criterionId: before.id } })).toBe(3);
  });

  test("to a silent series forgets what was measured on the other, alert and all", async () => {
    const { given, access } = await breached();
    await changeCriterion(access, "recall", { series: { name: "recall of tomorrow" } });
    expect(await getCriterion(given.as.LD, "recall")).toMatchObject({
      state: "no_data",
      value: null,
      progress: null,
      stateSince: null,
    });
    expect(await db.alert.findMany({ where: { projectId: given.project.id } })).toMatchObject([{ state: "resolved" }]);
    await settle();
    expect(await getCriterion(given.as.LD, "recall")).toMatchObject({ state: "no_data" });
  });

  test("of another project, or none, is not found", async () => {
    const [given, other] = [await team(), await team()];
    await addCriterion(await editing(given), criterionNamed("recall"));
    for (const key of ["recall", "", "__proto__"])
      await expect(changeCriterion(await editing(other), key, { target: 1 })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    await expect(getCriterion(other.as.LD, "recall")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeCriterion(await editing(other), "recall", "Not ours")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await listCriterionChanges(other.as.LD, "recall")).toEqual([]);
  });
});

describe("removing a criterion", () => {
  test("asks for a reason, resolves its alert, keeps its points, raises the version of stage 2", async () => {
    const { given, access } = await breached();
    const before = await versionOf(given, STAGE);
    await expect(removeCriterion(access, "recall", " ")).rejects.toMatchObject({ code: "INVALID" });
    await removeCriterion(access, "recall", "Measured better elsewhere");
    expect(await versionOf(given, STAGE)).toBe(before + 1);
    expect(await listCriteria(given.as.LD)).toEqual([]);
    const alert = await db.alert.findFirstOrThrow({
      where: { projectId: given.project.id },
      include: { events: true },
    });
    expect(alert).toMatchObject({ state: "resolved", resolution: expect.stringContaining("removed") });
    expect(alert.events.map(({ what }) => what)).toContain("resolved");
    expect(await auditOf({ action: "criterion.remove", projectId: given.project.id })).toMatchObject([
      { reason: "Measured better elsewhere", before: { target: 0.8 }, after: null },
    ]);
    expect(await db.series.count({ where: { projectId: given.project.id } })).toBe(1);
    const summary = await db.projectSummary.findUniqueOrThrow({ where: { projectId: given.project.id } });
    expect(summary).toMatchObject({ openAlerts: 0, criteriaTotal: 0 });
    expect(await listCriterionChanges(access, "recall")).toMatchObject([
      { version: 2, before: { target: 0.8 }, after: null, reason: "Measured better elsewhere" },
      { version: 1, before: null },
    ]);
    await expect(removeCriterion(access, "recall", "Again")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("and adding it again begins anew: nothing measured, its history kept", async () => {
    const { given, access } = await breached();
    await removeCriterion(access, "recall", "A mistake");
    const again = await addCriterion(access, recall({ series: { name: "silent" } }));
    expect(again).toMatchObject({
      state: "no_data",
      value: null,
      samples: null,
      progress: null,
      stateSince: null,
      version: 3,
    });
    const changes = await listCriterionChanges(given.as.LD, "recall");
    expect(changes.map(({ before, after }) => [before !== null, after !== null])).toEqual([
      [false, true],
      [true, false],
      [false, true],
    ]);
  });
});

describe("the history of a criterion", () => {
  test("is given by window for the CSV, in steps for the picture, and only inside its project", async () => {
    const { given, end } = await breached();
    const other = await team();
    const range = { from: new Date(end - 24 * HOUR), to: new Date(end + HOUR) };
    const windows = await criterionWindows(given.as.LD, "recall", range);
    expect(windows.map(({ state }) => state)).toEqual(["at_risk", "at_risk", "breached"]);
    const { id, cadenceSeconds } = await getCriterion(given.as.LD, "recall");
    const steps = await criterionHistory(given.as.LD, { id, cadenceSeconds }, range);
    expect(steps.map(({ value, breached: bad }) => [value, bad])).toEqual([
      [0.7, false],
      [0.7, false],
      [0.7, true],
    ]);
    expect(await criterionHistory(other.as.LD, { id, cadenceSeconds }, range)).toEqual([]);
    expect(await criterionWindows(other.as.LD, "recall", range)).toEqual([]);
  });
});

function editing({ people, project }: Team) {
  return authorize(people.LD, project.slug, "criterion.edit", "metrics.write", "project.read");
}

/** The stage as if it had passed its gate just now; its own walk is told elsewhere. */
async function pretendDone({ project }: Team, key: string): Promise<void> {
  const at = new Date();
  const scope = { projectId: project.id, stageKey: key };
  await connect().stage.update({
    where: { projectId_key: { projectId: project.id, key } },
    data: { state: "done", since: at },
  });
  await connect().stageTransition.create({
    data: {
      ...{ ...scope, verb: "approve", rule: "T5", from: "in_review", to: "done", iteration: 0, version: 1, at },
      actorKind: "person",
    },
  });
}

async function gateOf(given: Team): Promise<string[]> {
  const { gate } = await getStageView(given.as.LD, STAGE);
  return gate.requirements.filter(({ met }) => !met).map(({ key }) => key);
}

async function breached() {
  const given = await team();
  const access = await editing(given);
  const end = hoursAgo(2);
  await addCriterion(access, recall());
  await send(
    access,
    [3, 2, 1].map((back): TestPoint => [end - back * HOUR, 0.7]),
  );
  await at(new Date(end + 1000), settle);
  expect(await getCriterion(access, "recall")).toMatchObject({ state: "breached" });
  return { given, access, end };
}

const kept: { shared?: ReturnType<typeof team>; named?: ReturnType<typeof team> } = {};
function shared() {
  kept.shared ??= team();
  return kept.shared;
}
function named() {
  kept.named ??= team();
  return kept.named;
}
