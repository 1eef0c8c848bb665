import { afterAll, describe, expect, test } from "vitest";
import { NEWS_TYPES } from "#domain/news.ts";
import { authorize, authorizeOrg } from "#server/access.ts";
import { acknowledgeAlert } from "#server/alerts.ts";
import { giveUpChannel } from "#server/channel-failing.ts";
import { addChannel, changeChannel, pauseChannel } from "#server/channels.ts";
import { at as asOf } from "#server/clock.ts";
import { addComment } from "#server/comments.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { listInbox } from "#server/inbox.ts";
import { tell } from "#server/outbox.ts";
import { listSilentChannels } from "#server/own-channels.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { tellReminders } from "#server/reminder-news.ts";
import { planStage } from "#server/stages.ts";
import { createPersonalToken, createServiceToken } from "#server/tokens.ts";
import { makePerson, type TestPerson } from "../support/people.ts";
import { finish, move, prepare, submit, team } from "../support/project.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const CASE = "business-case";
const awake = new AbortController().signal;

/** Everything that can be told, on a channel of this person's own. */
async function listens(person: TestPerson, muted: string[] = []) {
  const access = authorizeOrg(person, "own.profile");
  const address = "https://hooks.example.org/services/own";
  return addChannel(access, { kind: "slack", name: "Mine", address, types: [...NEWS_TYPES], muted });
}

function newsFor(person: TestPerson) {
  return db.outboxEvent.findMany({
    where: { deliveries: { some: { channel: { userId: person.userId } } } },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
}

async function heard(person: TestPerson): Promise<string[]> {
  return (await newsFor(person)).map(({ type }) => type);
}

async function titlesHeard(person: TestPerson): Promise<string[]> {
  return (await newsFor(person)).map(({ title }) => title);
}

async function everybodyListens(tier: 1 | 3 = 1) {
  const given = await team(tier);
  for (const person of Object.values(given.people)) await listens(person);
  const all = async () =>
    Object.fromEntries(
      await Promise.all(Object.entries(given.people).map(async ([role, person]) => [role, await heard(person)])),
    );
  return { ...given, all };
}

test("a stage that waits is told to those who may sign it, as their inbox shows it, and to nobody from outside", async () => {
  const given = await everybodyListens(3);
  await prepare(given, CASE);
  await submit(given, CASE);
  const waiting = async (person: TestPerson) => (await heard(person)).includes("stage.submitted");
  for (const person of Object.values(given.people)) {
    const asked = (await listInbox(person)).some(({ kind }) => kind === "sign-off");
    expect([person.name, await waiting(person)]).toEqual([person.name, asked]);
  }
  expect([await waiting(given.people.LD), await waiting(given.people.RV)]).toEqual([true, true]);
  expect(await heard(given.people.outsider)).toEqual([]);
});

test("what comes back is told to its owner and the lead, whoever did not do it", async () => {
  const given = await everybodyListens();
  await finish(given, CASE);
  await prepare(given, "success-criteria");
  await planStage(given.as.LD, "success-criteria", { ownerId: given.people.ML.userId });
  await submit(given, "success-criteria");
  await move(given.as.LD, "success-criteria", "send-back", { reason: "The window is too short." });
  const hears = async (person: TestPerson) => (await heard(person)).includes("stage.sent-back");
  expect(await hears(given.people.ML)).toBe(true);
  expect(await hears(given.people.PM)).toBe(false);
  expect(await hears(given.people.RV)).toBe(false);
  expect(await hears(given.people.LD)).toBe(false);
});

test("alerts ring for those who work on the model, and not for who took them", async () => {
  const given = await everybodyListens();
  const alert = await connect().alert.create({
    data: {
      ...{ projectId: given.project.id, fingerprint: "x", kind: "threshold", severity: "warning", title: "High" },
      ...{ state: "open", openedAt: new Date(), lastAt: new Date() },
    },
  });
  await acknowledgeAlert(await authorize(given.people.ML, given.project.slug, "alert.handle"), alert.id);
  expect(await given.all()).toMatchObject({
    LD: ["alert.acknowledged"],
    PM: ["alert.acknowledged"],
    ML: [],
    RV: [],
    VW: [],
  });
});

test("a muted project is silent, and speaks again", async () => {
  const given = await team();
  const { id } = await listens(given.people.PM, [given.project.id]);
  const said = () => addComment(given.as.LD, CASE, { body: "Where is the baseline from?" });
  await said();
  expect(await heard(given.people.PM)).toEqual([]);
  await changeChannel(authorizeOrg(given.people.PM, "own.profile"), id, { muted: [] });
  await said();
  expect(await heard(given.people.PM)).toEqual(["comment.added"]);
});

test("a channel for critical things hears nothing else", async () => {
  const given = await team();
  const { id } = await listens(given.people.PM);
  await changeChannel(authorizeOrg(given.people.PM, "own.profile"), id, { criticalOnly: true });
  const alert = (severity: "warning" | "critical") => ({
    ...{
      type: "alert.opened" as const,
      title: severity,
      detail: "",
      severity,
      stageKey: "monitoring",
      path: "monitoring",
    },
    ...{ dedup: `alert:${severity}`, actor: { kind: "rule" as const, name: "Monitoring" } },
    data: { subject: { type: "alert", id: severity, label: severity } },
  });
  await connect().$transaction((tx) => tell(tx, given.project.id, [alert("warning"), alert("critical")]));
  const events = await db.outboxEvent.findMany({ where: { projectId: given.project.id } });
  expect(events.map(({ title }) => title)).toEqual(["critical"]);
});

test("what ends soon is told once at each threshold, to those who can do something about it", async () => {
  const given = await everybodyListens();
  const start = Date.now();
  const after = (days: number) => new Date(start + days * 86_400_000);
  await createServiceToken(await authorize(given.people.LD, given.project.slug, "token.manage"), {
    ...{ name: "Scoring", scopes: ["ingest"], expiresAt: after(20).toISOString() },
  });
  const titles = async () =>
    (
      await db.outboxEvent.findMany({
        where: { projectId: given.project.id, type: "reminder.due" },
        orderBy: { at: "asc" },
      })
    ).map(({ title, severity }) => `${title}, ${severity}`);
  for (const days of [1, 7, 8, 17, 18, 21, 22]) await asOf(after(days), () => tellReminders(awake));
  expect(await titles()).toEqual([
    "Token Scoring expires in 13 days, info",
    "Token Scoring expires in 3 days, warning",
    "Token Scoring expired yesterday, warning",
  ]);
  const three = ["reminder.due", "reminder.due", "reminder.due"];
  expect(await given.all()).toMatchObject({ LD: three, ML: three, PM: [], RV: [], VW: [] });
});

describe("what is a person's alone", () => {
  test("is told by their own channels: a token that ends soon, once at each threshold", async () => {
    const given = await team();
    await listens(given.people.ML);
    await listens(given.people.PM);
    const start = Date.now();
    const inDays = (days: number) => new Date(start + days * 86_400_000);
    await createPersonalToken(authorizeOrg(given.people.ML, "own.profile"), {
      ...{ name: "Laptop", scopes: ["ingest"], expiresAt: inDays(20).toISOString() },
    });
    for (const days of [1, 7, 8, 17, 18, 21, 22]) await asOf(inDays(days), () => tellReminders(awake));
    expect(await titlesHeard(given.people.ML)).toEqual([
      "Token Laptop expires in 13 days",
      "Token Laptop expires in 3 days",
      "Token Laptop expired yesterday",
    ]);
    expect(await titlesHeard(given.people.PM)).toEqual([]);
  });

  test("a channel of theirs that is given up is told by the others and in the inbox, whatever was ticked", async () => {
    const given = await team();
    const own = authorizeOrg(given.people.LD, "own.profile");
    const { id } = await listens(given.people.LD);
    await changeChannel(own, (await listens(given.people.LD)).id, { types: ["comment.added"], criticalOnly: true });
    await listens(given.people.PM);
    expect(await listSilentChannels(own)).toEqual([]);
    await giveUpChannel(await db.channel.findUniqueOrThrow({ where: { id } }), "Nothing came through for 5 days.");
    expect(await titlesHeard(given.people.LD)).toEqual(["Your channel “Mine” is paused"]);
    expect(await titlesHeard(given.people.PM)).toEqual([]);
    expect(await listSilentChannels(own)).toMatchObject([{ id, because: "Nothing came through for 5 days." }]);
    await pauseChannel(own, id, false);
    expect(await listSilentChannels(own)).toEqual([]);
  });
});

test("who is no member any more hears nothing", async () => {
  const given = await team();
  const stranger = await makePerson();
  await listens(stranger);
  await addComment(given.as.LD, CASE, { body: "Anybody there?" });
  expect(await heard(stranger)).toEqual([]);
});
