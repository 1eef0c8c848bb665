import { afterAll, describe, expect, test } from "vitest";
import { authorize, authorizeOrg } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { addFact } from "#server/fact-changes.ts";
import { getProjectOverview } from "#server/project-overview.ts";
import { listReminders } from "#server/reminders.ts";
import { createPersonalToken } from "#server/tokens.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { TestPerson } from "../support/people.ts";
import { makePerson } from "../support/people.ts";
import { move, recordFacts, team } from "../support/project.ts";

afterAll(disconnect);

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);
const dayIn = (days: number) => inDays(days).toISOString().slice(0, 10);

type Team = Awaited<ReturnType<typeof team>>;

async function record({ project }: Team, person: TestPerson, kind: string, key: string, data: Record<string, unknown>) {
  return addFact(await authorize(person, project.slug, "fact.record"), factKindOf(kind), { key, data });
}

async function overviewOf({ project, people }: Team) {
  return getProjectOverview(await authorize(people.LD, project.slug, "project.read"));
}

const SOURCE = {
  name: "Vendor feed",
  role: "enrichment",
  required: false,
  kind: "third_party",
  access: "granted",
  legal: "cleared",
  personalData: "none",
  availableAtPredictionTime: true,
};

describe("reminders", () => {
  test("name what ends within a month to those who can renew it, the soonest first", async () => {
    const given = await team(1);
    const { people, project } = given;
    await record(given, people.ML, "data-sources", "feed", { ...SOURCE, licenceExpires: dayIn(12) });
    await record(given, people.ML, "data-sources", "later", {
      ...SOURCE,
      name: "Later feed",
      licenceExpires: dayIn(40),
    });
    await record(given, people.ML, "fire-drills", "autumn", {
      name: "Autumn drill",
      firedAt: inDays(-85).toISOString(),
    });
    const titles = async (person: TestPerson) =>
      (await listReminders(person)).map(({ title, words }) => `${title} ${words}`);
    expect(await titles(people.ML)).toEqual([
      "Fire drill expires in 5 days",
      "Licence of Vendor feed expires in 12 days",
    ]);
    expect(await titles(people.PM)).toEqual(["Licence of Vendor feed expires in 12 days"]);
    expect(await titles(people.RV)).toEqual([]);
    expect(await titles(await makePerson())).toEqual([]);
    const [drill] = await listReminders(people.LD);
    expect(drill).toMatchObject({ href: `/projects/${project.slug}/facts/fire-drills/autumn`, expired: false });
  });

  test("judge drills by the newest, and say when something has ended", async () => {
    const given = await team(1);
    const { people } = given;
    const drill = (name: string, days: number) =>
      record(given, people.ML, "fire-drills", name, { name, firedAt: inDays(days).toISOString() });
    await drill("old", -100);
    expect((await listReminders(people.ML)).map(({ words, expired }) => [words, expired])).toEqual([
      ["expired 10 days ago", true],
    ]);
    await drill("new", -1);
    expect(await listReminders(people.ML)).toEqual([]);
  });

  test("are also of one's own tokens", async () => {
    const person = await makePerson();
    const expiresAt = dayIn(9);
    await createPersonalToken(authorizeOrg(person, "own.profile"), { name: "Laptop", scopes: ["read"], expiresAt });
    expect(await listReminders(person)).toMatchObject([
      { kind: "token", title: "Token Laptop", href: "/tokens", project: null },
    ]);
  });
});

describe("a project's page", () => {
  test("tells work from waiting, and forecasts by the target while few have finished", async () => {
    const start = new Date(Date.now() - 8 * DAY);
    const given = await at(start, () => team(1));
    await at(start, () => move(given.as.PM, "business-case", "start"));
    const block = { reason: "Nobody signs the contract, so we wait.", blockedBy: "Vendor", expectedUntil: dayIn(9) };
    await at(new Date(start.getTime() + 2 * DAY), () => move(given.as.PM, "business-case", "block", block));
    const { flow, standing } = await overviewOf(given);
    const [first] = flow.stages;
    expect(standing).toEqual({ lifecycle: "active", maturity: "idea" });
    expect(first?.activeDays).toBeCloseTo(2, 3);
    expect(first?.waitingDays).toBeCloseTo(6, 3);
    expect(flow).toMatchObject({ endedAt: null });
    expect(flow.leadTimeDays).toBeCloseTo(8, 3);
    expect(flow.flowEfficiency).toBeCloseTo(0.25, 3);
    expect(flow.waitShare).toBeCloseTo(0.75, 3);
    expect(first?.forecast?.range).toBeNull();
    expect(((first?.forecast?.end ?? 0) - Date.now()) / DAY).toBeCloseTo(8 * 1.75, 2);
    expect(flow.stages[1]?.forecast).toBeNull();
  });

  test("sums hours by kind of work, removed ones left out", async () => {
    const given = await team(1);
    const { people } = given;
    const enter = (key: string, category: string, hours: number) =>
      record(given, people.ML, "time-entries", key, { category, hours, day: dayIn(-1) });
    await enter("a", "modelling", 6);
    await enter("b", "data", 10);
    await enter("c", "data", 14);
    await enter("d", "other", 99);
    await connect().fact.updateMany({
      where: { projectId: given.project.id, key: "d" },
      data: { removedAt: new Date() },
    });
    expect((await overviewOf(given)).hours).toEqual({ modelling: 6, data: 24 });
  });

  test("lets recorded facts feed health: data, risk, fairness and their caps", async () => {
    const given = await team(2, { affectsPeople: true });
    expect((await overviewOf(given)).parts).toMatchObject({ data: null, risk: null, fairness: null, operations: null });
    for (const stage of ["data-selection", "data-bias", "data-pipeline", "model", "integration", "solution-bias"])
      await recordFacts(given, stage, true);
    const { parts, caps, solution, standing } = await overviewOf(given);
    expect(parts.data).toBeGreaterThan(80);
    expect(parts.risk).toBeGreaterThan(0);
    expect(parts.fairness).toBeGreaterThan(0);
    expect(caps).not.toContain("fairness_fail");
    expect(standing.maturity).toBe("pilot");
    expect(solution.iterations.solution).toBe(1);
    expect(solution.releases).toHaveLength(1);
    const sample = await db.fact.findFirstOrThrow({ where: { projectId: given.project.id, kind: "bias-risks" } });
    const data = sample.data as Record<string, unknown>;
    await record(given, given.people.ML, "bias-risks", "worst", {
      ...data,
      ...{ title: "A group is not seen at all", likelihood: 5, severity: 5 },
    });
    const worse = await overviewOf(given);
    expect(worse.parts.risk).toBe(0);
    expect(worse.caps).toContain("critical_residual_bias");
  });
});
