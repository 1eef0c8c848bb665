import { afterAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { acknowledgeAlert, listAlerts, resolveAlert } from "#server/alerts.ts";
import { at } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact } from "#server/fact-changes.ts";
import { listFacts } from "#server/facts.ts";
import { fireTestAlert } from "#server/fire-drills.ts";
import { listInbox } from "#server/inbox.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { getStageView } from "#server/stage-view.ts";
import { pullTrigger } from "#server/trigger-pull.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { call, personalToken } from "../support/api.ts";
import { auditOf, type TestPerson } from "../support/people.ts";
import { save, team } from "../support/project.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const MINUTE = 60_000;
type Given = Awaited<ReturnType<typeof team>>;

const recording = ({ project }: Given, person: TestPerson) =>
  authorize(person, project.slug, "fact.record", "project.read", "alert.handle");

describe("a test alert", () => {
  const noon = new Date("2026-03-16T12:00:00Z");

  test("goes the way of a real one, and its answer in time is the fire drill that proves the item", async () => {
    const given = await team(2);
    const access = await recording(given, given.people.ML);
    const fired = await at(noon, () => fireTestAlert(access, { name: "Sunday night" }));
    expect(fired.answerWithinMinutes).toBe(30);
    const [alert] = (await listAlerts(access, { state: "live" })).items;
    expect(alert).toMatchObject({
      ...{ id: fired.alert, kind: "drill", state: "open", severity: "critical", title: "Fire drill: Sunday night" },
      labels: { drill: fired.drill },
    });
    expect((await listInbox(given.people.LD)).map(({ title }) => title)).toContain("Fire drill: Sunday night");
    const lead = await recording(given, given.people.LD);
    const answered = await at(new Date(noon.getTime() + 12 * MINUTE), () => acknowledgeAlert(lead, fired.alert));
    expect(answered).toMatchObject({ state: "resolved", resolution: "Answered by Lea Lead after 12 minutes." });
    const { items } = await listFacts(access, factKindOf("fire-drills"), {});
    expect(items).toMatchObject([
      {
        ...{ key: fired.drill },
        data: {
          ...{ name: "Sunday night", firedAt: "2026-03-16T12:00:00.000Z" },
          ...{ acknowledgedAt: "2026-03-16T12:12:00.000Z", answeredBy: "Lea Lead" },
        },
      },
    ]);
    const view = await at(new Date(noon.getTime() + 20 * MINUTE), () => getStageView(given.as.LD, "monitoring"));
    expect(view.checklist.find(({ key }) => key === "9.6")).toMatchObject({
      met: true,
      where: "/facts/fire-drills",
    });
    expect(await auditOf({ action: "alert.drill", projectId: given.project.id })).toMatchObject([
      { stageKey: "monitoring", subject: "Fire drill: Sunday night", actorName: "Max Model" },
    ]);
    expect(await auditOf({ action: "fact.change", projectId: given.project.id })).toMatchObject([
      { after: { answeredBy: "Lea Lead" }, actorName: "Lea Lead" },
    ]);
  });

  test("answered too late is recorded as it was, and the item stays open", async () => {
    const given = await team(3);
    const access = await recording(given, given.people.ML);
    const fired = await at(noon, () => fireTestAlert(access, {}));
    expect(fired.answerWithinMinutes).toBe(15);
    await at(new Date(noon.getTime() + 16 * MINUTE), () => resolveAlert(access, fired.alert, "Slept through it"));
    const view = await at(new Date(noon.getTime() + 20 * MINUTE), () => getStageView(given.as.LD, "monitoring"));
    expect(view.checklist.find(({ key }) => key === "9.6")).toMatchObject({
      met: false,
      detail: "The last one was less than a day ago; it was answered after 16 minutes.",
    });
  });

  test("is no part of health, gates or charts", async () => {
    const given = await team(2);
    const access = await recording(given, given.people.ML);
    const before = await getStageView(given.as.LD, "monitoring");
    await fireTestAlert(access, {});
    const after = await getStageView(given.as.LD, "monitoring");
    const critical = (view: typeof before) => view.gate.requirements.find(({ key }) => key === "G9.5");
    expect(critical(after)).toEqual(critical(before));
    expect(await db.projectSummary.findUnique({ where: { projectId: given.project.id } })).toMatchObject({
      openAlerts: 0,
    });
  });

  test("is one at a time", async () => {
    const given = await team();
    const access = await recording(given, given.people.ML);
    const all = await Promise.allSettled([1, 2, 3].map(() => fireTestAlert(access, {})));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of all)
      if (each.status === "rejected")
        expect(each.reason).toMatchObject({
          code: "CONFLICT",
          message: "“Fire drill: Test alert” still waits for an answer. Acknowledge it first.",
        });
    expect(await db.alert.count({ where: { projectId: given.project.id } })).toBe(1);
  });

  test("is fired by an engineer or a lead, and answered by people alone", async () => {
    const given = await team();
    const reviewer = await authorize(given.people.RV, given.project.slug, "fact.record");
    await expect(fireTestAlert(reviewer, {})).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: "A fire drill is recorded by an ML engineer or a lead.",
    });
    const access = await recording(given, given.people.ML);
    const { alert } = await fireTestAlert(access, {});
    const token = { kind: "service", tokenId: "t", name: "pager", admin: false, scopes: ["write"] } as const;
    const machine = await authorize({ ...token, projectId: given.project.id }, given.project.slug, "alert.handle");
    await expect(acknowledgeAlert(machine, alert)).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: "A fire drill asks whether a person answers; a service cannot.",
    });
  });
});

describe("by the API", () => {
  test("both are set off by a token with the right, and refused in the same words", async () => {
    const given = await team(2);
    await triggered(given);
    const { slug } = given.project;
    const token = await personalToken(given.people.ML);
    const fired = await call("POST", `/projects/${slug}/alerts/drill`, { token, body: {} });
    expect(fired).toMatchObject({ status: 201, body: { answerWithinMinutes: 30 } });
    expect(await call("POST", `/projects/${slug}/alerts/drill`, { token, body: {} })).toMatchObject({ status: 409 });
    const pull = { token, body: { reason: "Prices changed on Monday" } };
    const pulled = await call("POST", `/projects/${slug}/retrain-triggers/by-hand/pull`, pull);
    expect(pulled).toMatchObject({ status: 201, body: { run: "run-1" } });
    const [kept] = (await listFacts(await triggerReader(given), factKindOf("trigger-firings"), {})).items;
    expect(kept).toMatchObject({ key: pulled.body.firing, origin: "api" });
    const reasonless = { token, body: { reason: " " } };
    const refused = await call("POST", `/projects/${slug}/retrain-triggers/by-hand/pull`, reasonless);
    expect(refused).toMatchObject({ status: 422, body: { issues: [{ path: "reason" }] } });
    const viewer = await personalToken(given.people.VW);
    expect(await call("POST", `/projects/${slug}/alerts/drill`, { token: viewer, body: {} })).toMatchObject({
      status: 403,
    });
  });
});

const triggerReader = ({ people, project }: Given) => authorize(people.ML, project.slug, "project.read");

describe("a manual trigger", () => {
  test("that is pulled keeps a firing with the reason, and queues a run, as any other does", async () => {
    const given = await team(2);
    const access = await triggered(given);
    const { firing, run } = await pullTrigger(access, "by-hand", { reason: "Prices changed on Monday" });
    const [kept] = (await listFacts(access, factKindOf("trigger-firings"), {})).items;
    expect(kept).toMatchObject({
      ...{ key: firing, origin: "hand" },
      data: { trigger: "by-hand", fired: true, reason: "fired", note: "Prices changed on Monday" },
    });
    expect(kept?.data.windowKey).toMatch(/^manual:/);
    const [queued] = (await listFacts(access, factKindOf("retrain-runs"), {})).items;
    expect(queued).toMatchObject({ key: run, data: { state: "queued", firing } });
    expect(await auditOf({ action: "trigger.pull", projectId: given.project.id })).toMatchObject([
      { subject: "By hand", reason: "Prices changed on Monday", actorName: "Max Model", stageKey: "retraining" },
    ]);
  });

  test("does not fire while a run is under way, and says so; twice at once, one run", async () => {
    const given = await team(2);
    const access = await triggered(given);
    const all = await Promise.allSettled([1, 2].map(() => pullTrigger(access, "by-hand", { reason: "Both of us" })));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(pullTrigger(access, "by-hand", { reason: "Once more" })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "“By hand” did not fire. A run is under way. Wait until it has ended, or cancel it.",
    });
    expect((await listFacts(access, factKindOf("retrain-runs"), {})).items).toHaveLength(1);
  });

  test("meets the month's budget, which pause and cap do not", async () => {
    const given = await team(2);
    const access = await triggered(given);
    await addFact(access, factKindOf("retrain-runs"), {
      data: { name: "Run 1", state: "failed", startedAt: new Date().toISOString(), cost: 500 },
    });
    await save(given, "retraining", { monthlyBudget: 500 });
    await expect(pullTrigger(access, "by-hand", { reason: "Once more" })).rejects.toMatchObject({
      message: expect.stringContaining("budget for retraining is used up"),
    });
    await save(given, "retraining", { monthlyBudget: 501 });
    expect(await pullTrigger(access, "by-hand", { reason: "Once more" })).toMatchObject({ run: "run-2" });
  });

  test("is switched off, fires by itself, or is not there: each says so", async () => {
    const given = await team(2);
    const access = await triggered(given);
    const kind = factKindOf("retrain-triggers");
    await addFact(access, kind, { key: "off", data: { name: "Off", kind: "manual", enabled: false } });
    await addFact(access, kind, {
      key: "weekly",
      data: { name: "Weekly", kind: "schedule", cron: "0 3 * * 1", enabled: true },
    });
    const pull = (key: string) => pullTrigger(access, key, { reason: "Just so" });
    await expect(pull("off")).rejects.toMatchObject({ message: expect.stringContaining("It is switched off.") });
    await expect(pull("weekly")).rejects.toMatchObject({
      message: "“Weekly” is not pulled by hand: it fires by itself. Record a manual trigger.",
    });
    await expect(pull("nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listFacts(access, factKindOf("trigger-firings"), {})).items).toEqual([]);
  });

  test("is pulled by an engineer or a lead of its project", async () => {
    const [given, other] = [await team(2), await team(2)];
    await triggered(given);
    const reviewer = await authorize(given.people.RV, given.project.slug, "fact.record");
    await expect(pullTrigger(reviewer, "by-hand", { reason: "Please" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const elsewhere = await recording(other, other.people.ML);
    await expect(pullTrigger(elsewhere, "by-hand", { reason: "Please" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

async function triggered(given: Given) {
  const access = await recording(given, given.people.ML);
  await addFact(access, factKindOf("retrain-triggers"), {
    key: "by-hand",
    data: { name: "By hand", kind: "manual", enabled: true, cooldownHours: 72, monthlyCap: 0 },
  });
  return access;
}
