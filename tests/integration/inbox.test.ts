import { afterAll, describe, expect, test } from "vitest";
import { authorize, portfolioOf } from "#server/access.ts";
import { acknowledgeAlert } from "#server/alerts.ts";
import { setItem } from "#server/checklists.ts";
import { connect, disconnect } from "#server/db.ts";
import { listInbox } from "#server/inbox.ts";
import { listVisibleAlerts } from "#server/open-alerts.ts";
import { archiveProject } from "#server/projects.ts";
import { planStage } from "#server/stages.ts";
import { makePerson, type TestPerson } from "../support/people.ts";
import { finish, move, prepare, submit, type Team, team } from "../support/project.ts";

afterAll(disconnect);

const CASE = "business-case";
const kinds = async (person: TestPerson) => (await listInbox(person)).map(({ kind }) => kind);

describe("the inbox", () => {
  test("at tier 1 asks the lead to sign, and nobody else", async () => {
    const given = await submitted(1);
    expect(await inboxes(given)).toEqual({ PM: [], ML: [], LD: ["sign-off"], RV: [], VW: [] });
    expect(await listInbox(given.people.LD)).toMatchObject([
      { title: "Sign off “Business case”", href: `/projects/${given.project.slug}/stages/${CASE}`, mine: true },
    ]);
    await move(given.as.LD, CASE, "approve");
    expect(await kinds(given.people.LD)).toEqual([]);
  });

  test("at tier 3 asks lead and reviewer, never whoever submitted or signed already", async () => {
    const given = await submitted(3);
    expect(await inboxes(given)).toEqual({ PM: [], ML: [], LD: ["sign-off"], RV: ["sign-off"], VW: [] });
    await move(given.as.RV, CASE, "approve");
    expect(await inboxes(given)).toEqual({ PM: [], ML: [], LD: ["sign-off"], RV: [], VW: [] });
    await move(given.as.LD, CASE, "approve");
    expect(await inboxes(given)).toEqual({ PM: [], ML: [], LD: [], RV: [], VW: [] });
  });

  test("asks the reviewer for the bias stages", async () => {
    const given = await team(1, { affectsPeople: true });
    await finish(given, CASE, true);
    await finish(given, "success-criteria", true);
    await finish(given, "data-selection", true);
    await prepare(given, "data-bias", true);
    await submit(given, "data-bias");
    expect(await inboxes(given)).toEqual({ PM: [], ML: [], LD: [], RV: ["sign-off"], VW: [] });
  });

  test("asks the lead to accept what is said not to apply, until that is done", async () => {
    const given = await team(1);
    const reason = "There is no personal data in it.";
    await setItem(given.as.ML, CASE, "1.8", { state: "not_applicable", reason });
    expect(await listInbox(given.people.LD)).toMatchObject([
      { kind: "sign-off", detail: expect.stringContaining(reason), href: expect.stringContaining("#item-1.8") },
    ]);
    expect(await kinds(given.people.ML)).toEqual([]);
    await setItem(given.as.LD, CASE, "1.8", { state: "not_applicable", reason });
    expect(await kinds(given.people.LD)).toEqual([]);
  });

  test("tells the owner what was sent back, until it is touched again", async () => {
    const given = await submitted(1);
    await move(given.as.LD, CASE, "send-back", { reason: "Where is the basis?" });
    expect(await listInbox(given.people.PM)).toMatchObject([{ kind: "sent-back", detail: "Where is the basis?" }]);
    await prepare(given, CASE);
    await submit(given, CASE);
    expect(await kinds(given.people.PM)).toEqual([]);
  });

  test("tells the owner what is blocked, and only the person where one is named", async () => {
    const given = await team(1);
    await move(given.as.PM, CASE, "start");
    await move(given.as.ML, CASE, "block", { reason: "No figures", blockedBy: "Finance", expectedUntil: "2027-01-01" });
    expect(await listInbox(given.people.PM)).toMatchObject([
      { kind: "blocked", detail: "By Finance. No figures", mine: false },
    ]);
    await planStage(given.as.LD, CASE, { ownerId: given.people.ML.userId });
    expect(await inboxes(given)).toEqual({ PM: [], ML: ["blocked"], LD: [], RV: [], VW: [] });
    expect(await listInbox(given.people.ML)).toMatchObject([{ mine: true }]);
  });

  test("tells owner and lead of a flag", async () => {
    const given = await team(1);
    await finish(given, CASE);
    await move(given.as.ML, CASE, "flag", { reason: "Costs doubled" });
    expect(await inboxes(given)).toEqual({ PM: ["flagged"], ML: [], LD: ["flagged"], RV: [], VW: [] });
    expect(await listInbox(given.people.LD)).toMatchObject([{ detail: "Costs doubled" }]);
  });

  test("shows open alerts to those who handle them, before what is flagged", async () => {
    const given = await team(1);
    await finish(given, CASE);
    await move(given.as.ML, CASE, "flag", { reason: "Costs doubled" });
    const { id } = await alertIn(given);
    expect(await inboxes(given)).toEqual({
      PM: ["alert", "flagged"],
      ML: ["alert"],
      LD: ["alert", "flagged"],
      RV: [],
      VW: [],
    });
    await acknowledgeAlert(await authorize(given.people.ML, given.project.slug, "alert.handle"), id);
    expect(await kinds(given.people.ML)).toEqual([]);
  });

  test("is empty of what was archived, for strangers and for machines", async () => {
    const given = await submitted(1);
    await archiveProject(await authorize(given.people.LD, given.project.slug, "project.archive"), "archive");
    expect(await kinds(given.people.LD)).toEqual([]);
    expect(await kinds(await makePerson("Ada Admin", { isAdmin: true }))).toEqual([]);
    expect(
      await listInbox({ kind: "service", tokenId: "t", name: "S", projectId: null, scopes: [], admin: true }),
    ).toEqual([]);
  });
});

describe("alerts of all projects", () => {
  test("are those of the reader's projects, with whether they may handle them", async () => {
    const [given, other] = [await team(1), await team(1)];
    const { id } = await alertIn(given);
    await alertIn(other);
    const seen = async (person: TestPerson) =>
      (await listVisibleAlerts(portfolioOf(person), "live")).items.map((each) => [each.id, each.mayHandle]);
    expect(await seen(given.people.ML)).toEqual([[id, true]]);
    expect(await seen(given.people.VW)).toEqual([[id, false]]);
    expect(await seen(given.people.outsider)).toEqual([]);
    const admin = await makePerson("Ada Admin", { isAdmin: true });
    expect((await seen(admin)).find(([each]) => each === id)).toEqual([id, false]);
    expect((await listVisibleAlerts(portfolioOf(given.people.ML), "resolved")).items).toEqual([]);
  });

  test("come fifty at a time, the oldest live first, every one once", async () => {
    const given = await team(1);
    for (let i = 0; i < 53; i++) await alertIn(given, i);
    const view = portfolioOf(given.people.ML);
    const [first, second] = [await listVisibleAlerts(view, "live"), await listVisibleAlerts(view, "live", 1)];
    expect([first.items.length, first.more, second.items.length, second.more]).toEqual([50, true, 3, false]);
    const all = [...first.items, ...second.items];
    expect(new Set(all.map(({ id }) => id)).size).toBe(53);
    expect(all.map(({ openedAt }) => openedAt.getTime())).toEqual(
      all.map(({ openedAt }) => openedAt.getTime()).sort((a, b) => a - b),
    );
  });
});

async function submitted(tier: 1 | 3) {
  const given = await team(tier);
  await prepare(given, CASE);
  await submit(given, CASE);
  return given;
}

async function inboxes({ people }: { people: Record<"PM" | "ML" | "LD" | "RV" | "VW", TestPerson> }) {
  const { PM, ML, LD, RV, VW } = people;
  return { PM: await kinds(PM), ML: await kinds(ML), LD: await kinds(LD), RV: await kinds(RV), VW: await kinds(VW) };
}

/** Alerts have no verb of their own: the worker opens them. */
function alertIn({ project }: Team, n = 0) {
  const openedAt = new Date(Date.UTC(2026, 0, 1) + (n % 7) * 3_600_000);
  return connect().alert.create({
    data: {
      ...{ projectId: project.id, kind: "criterion", severity: "critical", state: "open", title: `Alert ${n}` },
      ...{ fingerprint: `f${n}`, openedAt, lastAt: openedAt },
    },
  });
}
