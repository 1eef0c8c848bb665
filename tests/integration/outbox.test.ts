import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NEWS_TYPES } from "#domain/news.ts";
import { type Access, authorize } from "#server/access.ts";
import { addChannel, changeChannel, pauseChannel, removeChannel, rotateSecret, testChannel } from "#server/channels.ts";
import { at, now } from "#server/clock.ts";
import { addComment } from "#server/comments.ts";
import { connect, db } from "#server/db.ts";
import { deliverDue } from "#server/deliveries.ts";
import { getDelivery, listDeliveries, sendAgain, sendFailedAgain } from "#server/delivery-log.ts";
import { takeDue } from "#server/delivery-rows.ts";
import { mutate } from "#server/mutate.ts";
import { dropOldNews } from "#server/outbox.ts";
import { HOUR, hoursAgo, send, settle, wire } from "../support/metrics.ts";
import { auditOf, makeTeam } from "../support/people.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

const GOING_ON = new AbortController().signal;
const SECOND = 1000;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  process.env.THROUGHLINE_ALLOW_PRIVATE = "127.0.0.1";
  receiver.received.length = 0;
  receiver.answers = { status: 200 };
});
afterEach(() => {
  delete process.env.THROUGHLINE_ALLOW_PRIVATE;
});

describe("the outbox", () => {
  test("holds what was changed, its delivery and the wish to send it, all or none", async () => {
    const { team, channel } = await withWebhook();
    await comment(team);
    const [event] = await eventsOf(team);
    expect(event).toMatchObject({ type: "comment.added", stageKey: "model", path: "stages/model" });
    expect(event?.title).toBe("Max Model wrote in Model: “Is it so?”");
    expect(await db.delivery.findMany({ where: { channelId: channel.id } })).toMatchObject([{ state: "waiting" }]);
    expect(await waitingJobs(channel.id)).toBe(1);
    await expect(
      mutate(await accessOf(team, "PM"), async (tx) => {
        const row = await tx.project.findUniqueOrThrow({ where: { id: team.project.id } });
        return { value: row, audit: [{ action: "comment.add", subject: { type: "x", id: "y" } }, broken()] };
      }),
    ).rejects.toThrow();
    expect(await eventsOf(team)).toHaveLength(1);
  });

  test("keeps nothing where nobody listens", async () => {
    const { team, channel } = await withWebhook();
    await changeChannel(await accessOf(team), channel.id, { types: ["project.retired"] });
    await comment(team);
    await pauseChannel(await accessOf(team), channel.id, true);
    await changeChannel(await accessOf(team), channel.id, { types: NEWS_TYPES });
    await comment(team);
    expect(await eventsOf(team)).toEqual([]);
  });

  test("is kept for three months, and longer while something waits", async () => {
    const { team, channel } = await withWebhook();
    await comment(team, "Sent");
    await deliverDue(channel.id, GOING_ON);
    await comment(team, "Waits");
    await at(new Date(now().getTime() + 89 * 86_400_000), dropOldNews);
    expect(await eventsOf(team)).toHaveLength(2);
    await at(new Date(now().getTime() + 91 * 86_400_000), dropOldNews);
    expect((await eventsOf(team)).map(({ title }) => title)).toEqual(["Max Model wrote in Model: “Waits”"]);
  });

  test("tells of an alert that a rule opened and ended, and of the criterion behind it", async () => {
    const { team } = await withWebhook();
    const access = await authorize(team.people.ML, team.project.slug, "criterion.edit", "metrics.write");
    await wire(access, { breachAfter: 1, recoverAfter: 1 });
    await send(access, [[hoursAgo(2) + SECOND, 0.1]]);
    await settle();
    await send(access, [[hoursAgo(1) + SECOND, 0.95]]);
    await settle();
    const told = (await eventsOf(team)).map(({ type, severity }) => [type, severity]);
    expect(told).toContainEqual(["alert.opened", expect.stringMatching(/warning|critical/)]);
    expect(told).toContainEqual(["criterion.breached", "warning"]);
    expect(told).toContainEqual(["alert.resolved", expect.stringMatching(/warning|critical/)]);
    expect(told).toContainEqual(["criterion.recovered", "info"]);
    const opened = (await eventsOf(team)).find(({ type }) => type === "alert.opened");
    expect(opened).toMatchObject({ title: "Recall is breached", path: expect.stringMatching(/^monitoring#alert-/) });
  });
});

describe("a webhook", () => {
  test("arrives as a CloudEvent that the specification's own library verifies", async () => {
    const { team, channel } = await withWebhook();
    await comment(team);
    await deliverDue(channel.id, GOING_ON);
    const [got] = receiver.received;
    const body = got?.body ?? "";
    const [event] = await eventsOf(team);
    expect(got?.url).toBe("/hook");
    expect(got?.headers["content-type"]).toBe("application/cloudevents+json; charset=utf-8");
    expect(got?.headers["webhook-id"]).toBe(event?.id);
    const verified = new Webhook(channel.secret ?? "").verify(body, stringHeaders(got?.headers));
    expect(verified).toMatchObject({
      ...{ specversion: "1.0", id: event?.id, type: "throughline.comment.added", datacontenttype: "application/json" },
      source: expect.stringMatching(new RegExp(`/projects/${team.project.slug}$`)),
      subject: expect.stringMatching(/^comment\//),
      data: { stage: "model", actor: { kind: "person", name: "Max Model" }, project: { slug: team.project.slug } },
    });
    expect(() =>
      new Webhook(channel.secret ?? "").verify(body.replace("Max", "Mox"), stringHeaders(got?.headers)),
    ).toThrow();
    expect(await states(channel.id)).toEqual([["delivered", 1]]);
  });

  test("that was delivered is not sent again; two senders at once send each once", async () => {
    const { team, channel } = await withWebhook();
    for (let count = 0; count < 12; count++) await comment(team, `Comment ${count}`);
    await Promise.all([1, 2, 3].map(() => deliverDue(channel.id, GOING_ON)));
    await deliverDue(channel.id, GOING_ON);
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
  });

  test("that is refused is tried again, later each time, with the same id and the same body", async () => {
    const { team, channel } = await withWebhook();
    await comment(team);
    receiver.answers = { status: 500 };
    const start = now().getTime();
    const waits: number[] = [];
    for (let time = start, tries = 0; tries < 10; tries++) {
      await at(new Date(time), () => deliverDue(channel.id, GOING_ON));
      const { dueAt, state } = await db.delivery.findFirstOrThrow({ where: { channelId: channel.id } });
      if (state !== "waiting") break;
      waits.push((dueAt.getTime() - time) / SECOND);
      time = dueAt.getTime();
    }
    const schedule = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
    expect(waits).toHaveLength(schedule.length);
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(schedule[index] ?? 0);
      expect(wait).toBeLessThanOrEqual((schedule[index] ?? 0) * 1.1 + 1);
    }
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const [{ id } = { id: "" }] = (await listDeliveries(await accessOf(team), channel.id)).items;
    const log = await getDelivery(await accessOf(team), channel.id, id);
    expect(log).toMatchObject({ state: "failed", attempts: 10, because: "Answered 500." });
    expect(log.tries).toHaveLength(10);
    expect(log.tries[0]).toMatchObject({ status: 500, answer: "noted", error: null });
  });

  test("waits at least as long as the other side asks for", async () => {
    const { team, channel } = await withWebhook();
    await comment(team);
    receiver.answers = { status: 429, headers: { "retry-after": "3600" } };
    const start = now();
    await at(start, () => deliverDue(channel.id, GOING_ON));
    const { dueAt } = await db.delivery.findFirstOrThrow({ where: { channelId: channel.id } });
    expect(dueAt.getTime() - start.getTime()).toBe(HOUR);
  });

  test("whose sender died with it in hand is due again half a minute later", async () => {
    const { team, channel } = await withWebhook();
    await comment(team);
    const start = now();
    expect(await at(start, () => takeDue(channel.id, 4))).toHaveLength(1);
    await at(new Date(start.getTime() + 29 * SECOND), () => deliverDue(channel.id, GOING_ON));
    expect(receiver.received).toEqual([]);
    await at(new Date(start.getTime() + 31 * SECOND), () => deliverDue(channel.id, GOING_ON));
    expect(receiver.received).toHaveLength(1);
    expect(await states(channel.id)).toEqual([["delivered", 2]]);
  });

  test("to an address that became private is not sent, and the log says why", async () => {
    const { team, channel } = await withWebhook();
    await comment(team);
    delete process.env.THROUGHLINE_ALLOW_PRIVATE;
    await deliverDue(channel.id, GOING_ON);
    expect(receiver.received).toEqual([]);
    const row = await db.delivery.findFirstOrThrow({ where: { channelId: channel.id } });
    expect(row).toMatchObject({ state: "waiting", because: expect.stringMatching(/private network/) });
  });

  test("of a channel whose other side is gone is given up, and the channel is paused", async () => {
    const { team, channel } = await withWebhook();
    await comment(team);
    receiver.answers = { status: 410 };
    await deliverDue(channel.id, GOING_ON);
    expect(await db.channel.findUniqueOrThrow({ where: { id: channel.id } })).toMatchObject({
      pausedAt: expect.any(Date),
      pausedBecause: expect.stringMatching(/410/),
    });
    expect(await states(channel.id)).toEqual([["failed", 1]]);
    expect(await auditOf({ action: "channel.give-up", subjectId: channel.id })).toHaveLength(1);
  });

  test("through which nothing came for five days is paused, and the project's other channels tell of it", async () => {
    const { team, channel } = await withWebhook();
    const other = await makeChannel(team, { name: "Another" });
    await comment(team);
    receiver.answers = { status: 503 };
    await deliverDue(channel.id, GOING_ON);
    const later = new Date(now().getTime() + 6 * 86_400_000);
    await at(later, () => comment(team, "Later"));
    await at(later, () => deliverDue(channel.id, GOING_ON));
    expect((await db.channel.findUniqueOrThrow({ where: { id: channel.id } })).pausedBecause).toMatch(/5 days/);
    const told = await db.delivery.findMany({ where: { channelId: other.id }, include: { event: true } });
    expect(told.map(({ event }) => event.type)).toContain("channel.paused");
  });

  test("after a failure waits for the rest of its channel too", async () => {
    const { team, channel } = await withWebhook();
    for (let count = 0; count < 9; count++) await comment(team, `Comment ${count}`);
    receiver.answers = { status: 500 };
    await deliverDue(channel.id, GOING_ON);
    expect(receiver.received).toHaveLength(4);
    await deliverDue(channel.id, GOING_ON);
    expect(receiver.received).toHaveLength(4);
  });

  test("is signed with both secrets for a day after they changed", async () => {
    const { team, channel } = await withWebhook();
    const fresh = await rotateSecret(await accessOf(team), channel.id);
    await comment(team);
    await deliverDue(channel.id, GOING_ON);
    const [got] = receiver.received;
    for (const secret of [channel.secret, fresh.secret])
      expect(new Webhook(secret ?? "").verify(got?.body ?? "", stringHeaders(got?.headers))).toBeTruthy();
    receiver.received.length = 0;
    const later = new Date(now().getTime() + 25 * HOUR);
    await at(later, () => comment(team, "Later"));
    await at(later, () => deliverDue(channel.id, GOING_ON));
    expect(receiver.received[0]?.headers["webhook-signature"]?.toString().split(" ")).toHaveLength(1);
  });
});

describe("the delivery log", () => {
  test("sends one again with the same id, and all that failed", async () => {
    const { team, channel } = await withWebhook();
    const access = await accessOf(team);
    await comment(team);
    await deliverDue(channel.id, GOING_ON);
    const [{ id } = { id: "" }] = (await listDeliveries(access, channel.id)).items;
    await sendAgain(access, channel.id, id);
    await deliverDue(channel.id, GOING_ON);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual(
      Array(2).fill((await eventsOf(team))[0]?.id),
    );
    await connect().delivery.updateMany({ where: { channelId: channel.id }, data: { state: "failed" } });
    expect(await sendFailedAgain(access, channel.id)).toEqual({ count: 1 });
    expect(await sendFailedAgain(access, channel.id)).toEqual({ count: 0 });
  });

  test("comes in pages and by state", async () => {
    const { team, channel } = await withWebhook();
    for (let count = 0; count < 5; count++) await comment(team, `Comment ${count}`);
    const access = await accessOf(team);
    const first = await listDeliveries(access, channel.id, { limit: 3 });
    const second = await listDeliveries(access, channel.id, { limit: 3, cursor: first.nextCursor ?? "" });
    const titles = [...first.items, ...second.items].map(({ title }) => title);
    expect(titles).toEqual([4, 3, 2, 1, 0].map((count) => `Max Model wrote in Model: “Comment ${count}”`));
    expect(second.nextCursor).toBeNull();
    expect((await listDeliveries(access, channel.id, { state: "failed" })).items).toEqual([]);
    await expect(listDeliveries(access, channel.id, { cursor: "nonsense" })).rejects.toMatchObject({ code: "INVALID" });
  });
});

describe("a channel", () => {
  test("keeps its address sealed, and shows its secret once", async () => {
    const { team, channel } = await withWebhook();
    const row = await db.channel.findUniqueOrThrow({ where: { id: channel.id } });
    expect(row.address).not.toContain("hook");
    expect(channel.shown).toBe(new URL(receiver.url).host);
    const audits = JSON.stringify(await auditOf({ action: "channel.add", subjectId: channel.id }));
    for (const secret of [channel.secret?.slice(6), "/hook"]) expect(audits).not.toContain(secret);
    expect(JSON.stringify(row)).not.toContain(channel.secret?.slice(6));
    expect((await changeChannel(await accessOf(team), channel.id, { name: "Renamed" })).name).toBe("Renamed");
  });

  test.each([
    ["http://127.0.0.1/x", /private network/],
    ["ftp://example.org", /https/],
    ["https://me:pw@example.org", /password/],
    ["", /Enter the address/],
  ])("is refused at %j", async (address, because) => {
    const team = await makeTeam();
    delete process.env.THROUGHLINE_ALLOW_PRIVATE;
    await expect(makeChannel(team, { address })).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: [{ path: "address", message: expect.stringMatching(because) }] },
    });
  });

  test("that was changed meanwhile is a conflict with what stands now", async () => {
    const { team, channel } = await withWebhook();
    const access = await accessOf(team);
    await changeChannel(access, channel.id, { version: 1, name: "First" });
    await expect(changeChannel(access, channel.id, { version: 1, name: "Second" })).rejects.toMatchObject({
      ...{ code: "CONFLICT", details: { current: { name: "First", version: 2 } } },
    });
  });

  test("that is paused keeps what waits, and sends it when it is taken up again", async () => {
    const { team, channel } = await withWebhook();
    await comment(team);
    await pauseChannel(await accessOf(team), channel.id, true);
    await deliverDue(channel.id, GOING_ON);
    expect(receiver.received).toEqual([]);
    await expect(testChannel(await accessOf(team), channel.id)).rejects.toMatchObject({ code: "CONFLICT" });
    await pauseChannel(await accessOf(team), channel.id, false);
    await deliverDue(channel.id, GOING_ON);
    expect(receiver.received).toHaveLength(1);
  });

  test("that is removed drops what waits, and is gone", async () => {
    const { team, channel } = await withWebhook();
    await comment(team);
    await removeChannel(await accessOf(team), channel.id);
    await deliverDue(channel.id, GOING_ON);
    expect(await states(channel.id)).toEqual([["dropped", 0]]);
    await expect(listDeliveries(await accessOf(team), channel.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("sends a test on the way that all news takes", async () => {
    const { team, channel } = await withWebhook();
    const { delivery } = await testChannel(await accessOf(team), channel.id);
    await deliverDue(channel.id, GOING_ON);
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({ type: "throughline.test" });
    expect(await getDelivery(await accessOf(team), channel.id, delivery)).toMatchObject({ state: "delivered" });
  });

  test("is not for viewers and reviewers, and not there in another project", async () => {
    const { team, channel } = await withWebhook();
    for (const who of [team.people.VW, team.people.RV])
      await expect(authorize(who, team.project.slug, "channel.manage")).rejects.toMatchObject({ code: "FORBIDDEN" });
    const other = await accessOf(await makeTeam());
    for (const verb of [
      () => changeChannel(other, channel.id, { name: "Mine" }),
      () => pauseChannel(other, channel.id, true),
      () => removeChannel(other, channel.id),
      () => rotateSecret(other, channel.id),
      () => testChannel(other, channel.id),
      () => listDeliveries(other, channel.id),
      () => sendFailedAgain(other, channel.id),
    ])
      await expect(verb()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

type Team = Awaited<ReturnType<typeof makeTeam>>;

async function withWebhook() {
  const team = await makeTeam();
  return { team, channel: await makeChannel(team) };
}

async function makeChannel(team: Team, also: { name?: string; address?: string } = {}) {
  const input = {
    kind: "webhook",
    name: "Deploy bot",
    address: `${receiver.url}/hook`,
    types: NEWS_TYPES,
    ...also,
  } as const;
  return addChannel(await accessOf(team), { ...input, types: [...NEWS_TYPES] });
}

function accessOf({ people, project }: Team, who: "PM" | "LD" = "LD"): Promise<Access<"channel.manage">> {
  return authorize(people[who], project.slug, "channel.manage");
}

async function comment({ people, project }: Team, body = "Is it so?") {
  await addComment(await authorize(people.ML, project.slug, "stage.comment"), "model", { body });
}

function eventsOf({ project }: Team) {
  return db.outboxEvent.findMany({ where: { projectId: project.id }, orderBy: { at: "asc" } });
}

async function states(channelId: string) {
  const rows = await db.delivery.findMany({ where: { channelId } });
  return rows.map(({ state, attempts }) => [state, attempts]);
}

async function waitingJobs(channelId: string): Promise<number> {
  const key = `deliver:${channelId}`;
  const [row] = await db.$queryRaw<{ count: bigint }[]>`select count(*) from graphile_worker.jobs where key = ${key}`;
  return Number(row?.count);
}

function stringHeaders(headers: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** A note that cannot be written down: an identifier that no column holds. */
function broken() {
  return { action: "comment.add", subject: { type: "x", id: "y" }, projectId: "no uuid" };
}
