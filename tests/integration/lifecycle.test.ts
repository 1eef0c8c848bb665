import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { authorize, portfolioOf } from "#server/access.ts";
import { setItem } from "#server/checklists.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact, changeFact } from "#server/fact-changes.ts";
import { listInbox } from "#server/inbox.ts";
import { judge } from "#server/jobs/rules.ts";
import { changeLifecycle, getLifecycle, type LifecycleChange } from "#server/lifecycle.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { countPortfolio, listPortfolio, portfolioFigures } from "#server/portfolio.ts";
import { stageBoard } from "#server/portfolio-views.ts";
import { listReminders } from "#server/reminders.ts";
import { saveStage } from "#server/stages.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { call, personalToken, serviceToken } from "../support/api.ts";
import { auditOf } from "../support/people.ts";
import { move, recordFacts, stateOf, type Team, team } from "../support/project.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const leading = ({ people, project }: Team) => authorize(people.LD, project.slug, "project.lifecycle", "project.read");
const rowOf = ({ project }: Team) => db.projectSummary.findUniqueOrThrow({ where: { projectId: project.id } });
const step = async (given: Team, change: LifecycleChange) => changeLifecycle(await leading(given), change);
const NOTE = { replacement: "The rules of 2024", remains: "Models deleted, labels kept for a year", told: "All shops" };

describe("pausing and taking up again", () => {
  test("keeps who, when and why, and where it stood", async () => {
    const given = await team();
    await move(given.as.PM, "business-case", "start");
    expect((await rowOf(given)).lifecycle).toBe("active");
    await step(given, { verb: "pause", reason: "The budget is frozen" });
    expect(await rowOf(given)).toMatchObject({ lifecycle: "paused", health: null, rank: 102, waiting: 0 });
    await step(given, { verb: "resume", reason: "The budget is back" });
    expect((await rowOf(given)).lifecycle).toBe("active");
    const { changes, lifecycle } = await getLifecycle(await leading(given));
    expect(lifecycle).toBe("active");
    expect(changes).toMatchObject([
      { verb: "resume", from: "paused", to: "active", reason: "The budget is back", note: null },
      { verb: "pause", from: "active", to: "paused", actorId: given.people.LD.userId, actorName: "Lea Lead" },
    ]);
    expect(await auditOf({ action: "project.pause", projectId: given.project.id })).toMatchObject([
      { actorId: given.people.LD.userId, reason: "The budget is frozen", after: { lifecycle: "paused" } },
    ]);
  });

  test("stops the stages for people and for rules; what is typed is kept", async () => {
    const given = await team();
    await move(given.as.PM, "business-case", "start");
    await step(given, { verb: "pause", reason: "The budget is frozen" });
    await expect(
      move(given.as.PM, "business-case", "block", {
        ...{ reason: "No data", blockedBy: "Finance", expectedUntil: "2031-01-01" },
      }),
    ).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("The project is paused") });
    await judge(given.project);
    expect(await stateOf(given, "business-case")).toBe("in_progress");
  });

  test("is refused in the wrong state, to everybody but a lead, and to machines", async () => {
    const given = await team();
    await expect(step(given, { verb: "resume", reason: "Going on" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(step(given, { verb: "retire", reason: "Over", note: NOTE })).rejects.toMatchObject({
      message: expect.stringContaining("Cancel a project that never went live"),
    });
    for (const person of [given.people.ML, given.people.RV])
      await expect(authorize(person, given.project.slug, "project.lifecycle")).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    const token = await serviceToken(given.people.LD, given.project.slug, ["write"]);
    const body = { verb: "cancel", reason: "By a machine" };
    expect((await call("POST", `/projects/${given.project.slug}/lifecycle`, { token, body })).status).toBe(403);
    const other = await team();
    const outside = { token: await personalToken(other.people.LD), body };
    expect((await call("POST", `/projects/${given.project.slug}/lifecycle`, outside)).status).toBe(404);
    expect(await db.lifecycleChange.count({ where: { projectId: given.project.id } })).toBe(0);
  });
});

test("a decision to defer pauses the project until it is another one", async () => {
  const given = await team();
  const { version } = await saveStage(given.as.LD, "business-case", { version: 0, document: { goNoGo: "defer" } });
  expect((await rowOf(given)).lifecycle).toBe("paused");
  await expect(step(given, { verb: "resume", reason: "Going on" })).rejects.toMatchObject({
    message: expect.stringContaining("The business case decided to defer."),
  });
  await saveStage(given.as.LD, "business-case", { version, document: { goNoGo: "go" } });
  expect((await rowOf(given)).lifecycle).toBe("active");
});

describe("cancelling and retiring", () => {
  test("a project is cancelled with its reason, and leaves nobody waiting", async () => {
    const given = await team();
    await move(given.as.PM, "business-case", "start");
    await move(given.as.PM, "business-case", "block", {
      ...{ reason: "No data", blockedBy: "Finance", expectedUntil: "2031-01-01" },
    });
    await setItem(given.as.PM, "business-case", "1.8", {
      state: "done",
      evidence: { kind: "link", url: "https://example.org/budget", validDays: 5 },
    });
    const mine = portfolioOf(given.people.LD);
    const waiting = async () => [await listInbox(given.people.LD), await listReminders(given.people.LD)];
    expect(await waiting()).toMatchObject([[{ kind: "blocked" }], [{ kind: "evidence" }]]);
    await step(given, { verb: "cancel", reason: "A product does it better" });
    expect(await waiting()).toEqual([[], []]);
    expect((await stageBoard(mine, {})).reduce((sum, { count }) => sum + count, 0)).toBe(0);
    expect(await portfolioFigures(mine)).toMatchObject({ projects: 1, waiting: 0, openAlerts: 0, annualValue: [] });
    expect(await countPortfolio(mine, { lifecycle: "cancelled" })).toBe(1);
    expect((await listPortfolio(mine, { lifecycle: "live" })).items).toEqual([]);
    expect((await stageBoard(mine, { lifecycle: "cancelled" })).reduce((sum, { count }) => sum + count, 0)).toBe(1);
  });

  test("is retired once every deployment has ended, with a note that the lead signs", async () => {
    const given = await team(2);
    for (const stage of ["data-selection", "data-pipeline", "model"]) await recordFacts(given, stage);
    await recordFacts(given, "integration");
    const recording = await authorize(given.people.ML, given.project.slug, "fact.record");
    const deployments = factKindOf("deployments");
    const running = await db.fact.findMany({ where: { projectId: given.project.id, kind: "deployments" } });
    const release = await db.fact.findFirstOrThrow({ where: { projectId: given.project.id, kind: "releases" } });
    const key = `canary-${randomUUID().slice(0, 8)}`;
    await addFact(recording, deployments, {
      key,
      data: {
        ...{ name: "A tenth", release: release.key, environment: "production", strategy: "canary", traffic: 0.1 },
        ...{ state: "running", startedAt: new Date(Date.now() - 86_400_000).toISOString() },
      },
    });
    const ended = { patch: { state: "ended", endedAt: new Date().toISOString() } };
    await expect(step(given, { verb: "retire", reason: "Replaced", note: NOTE })).rejects.toMatchObject({
      ...{ code: "CONFLICT", message: expect.stringContaining("A tenth") },
    });
    for (const each of [{ key }, ...running])
      if (
        await db.fact.count({
          where: { projectId: given.project.id, key: each.key, data: { path: ["state"], equals: "running" } },
        })
      )
        await changeFact(recording, deployments, each.key, ended);
    await expect(step(given, { verb: "retire", reason: "Replaced" })).rejects.toMatchObject({
      details: { issues: [{ path: "note" }] },
    });
    await step(given, { verb: "retire", reason: "Replaced", note: NOTE });
    const token = await personalToken(given.people.LD);
    const { body } = await call("GET", `/projects/${given.project.slug}/lifecycle`, { token });
    expect(body).toMatchObject({
      ...{ lifecycle: "retired", running: [], held: null },
      changes: [{ verb: "retire", from: "live", to: "retired", note: NOTE, actorName: "Lea Lead" }],
    });
    const { body: project } = await call("GET", `/projects/${given.project.slug}`, { token });
    expect(project).toMatchObject({ lifecycle: "retired", maturity: "pilot", health: { score: null } });
  });
});
