import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authorize, authorizeOrg } from "#server/access.ts";
import type { NewChannel } from "#server/channel-shape.ts";
import { addChannel, testChannel } from "#server/channels.ts";
import { at as asOf } from "#server/clock.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { deliverDue } from "#server/deliveries.ts";
import { sendAgain } from "#server/delivery-log.ts";
import { removeMember } from "#server/members.ts";
import { takeMessage } from "#server/message-rows.ts";
import type { News } from "#server/outbox.ts";
import { tell } from "#server/outbox.ts";
import { closePointsPool, pointsPool } from "#server/points/pool.ts";
import { type MailReceiver, startMailReceiver } from "../support/mail-receiver.ts";
import { makeTeam } from "../support/people.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

let slack: Receiver;
let post: MailReceiver;
const awake = new AbortController().signal;
const NOON = Date.parse("2031-05-05T12:00:00Z");
const later = (minutes: number) => new Date(NOON + minutes * 60_000);

beforeAll(async () => {
  [slack, post] = [await startReceiver(), await startMailReceiver()];
  process.env.THROUGHLINE_ALLOW_PRIVATE = "127.0.0.1";
});
beforeEach(() => {
  process.env.SMTP_URL = post.url;
});
afterEach(() => {
  slack.received.length = 0;
  slack.answers = { status: 200 };
  post.mails.length = 0;
  post.refusals.clear();
});
afterAll(async () => {
  for (const name of ["THROUGHLINE_ALLOW_PRIVATE", "SMTP_URL"]) delete process.env[name];
  await Promise.all([slack.close(), post.close()]);
  await closePointsPool();
  await disconnect();
});

async function listening(kind: "slack" | "email", also: Partial<NewChannel> = {}) {
  const { project, people } = await makeTeam();
  const access = await authorize(people.LD, project.slug, "channel.manage");
  const address = kind === "slack" ? `${slack.url}/services/T0/B0/secret` : "team@example.org, desk@example.org";
  const { id } = await addChannel(access, {
    kind,
    name: "Watch",
    address,
    types: ["alert.opened", "alert.resolved", "comment.added"],
    ...also,
  });
  return { id, access, project };
}

type Listening = Awaited<ReturnType<typeof listening>>;

function news(also: Partial<News> = {}): News {
  return {
    ...{
      type: "alert.opened",
      title: "Recall is low",
      detail: "Recall is 0.62.",
      severity: "warning",
      stageKey: "monitoring",
    },
    ...{ path: "monitoring#alert-1", dedup: "alert:1", actor: { kind: "rule", name: "Monitoring" } },
    data: { subject: { type: "alert", id: "1", label: "Recall is low" } },
    ...also,
  };
}

function told({ project }: Pick<Listening, "id" | "project">, minutes: number, ...all: News[]) {
  return asOf(later(minutes), () => connect().$transaction((tx) => tell(tx, project.id, all), { timeout: 30_000 }));
}

/** The first news that was told, 1,111 times again, each about another alert. */
async function repeated({ id }: Pick<Listening, "id">) {
  await pointsPool().query(
    `with told as (
       insert into outbox_event (id, project_id, type, title, detail, severity, stage_key, path, dedup, data, at)
       select gen_random_uuid(), e.project_id, e.type, e.title, e.detail, e.severity, e.stage_key, e.path, 'alert:' || gen_random_uuid(), e.data, e.at
       from outbox_event e, generate_series(1, 1111) where e.id = any(select event_id from delivery where channel_id = $1 limit 1)
       returning id, at)
     insert into delivery (id, channel_id, event_id, due_at) select gen_random_uuid(), $1, id, at from told`,
    [id],
  );
}

const delivered = ({ id }: Pick<Listening, "id">, minutes: number) => asOf(later(minutes), () => deliverDue(id, awake));
const states = async ({ id }: Pick<Listening, "id">) =>
  (await db.delivery.findMany({ where: { channelId: id }, orderBy: { event: { at: "asc" } } })).map(
    ({ state }) => state,
  );
const slackText = (index = 0): string => JSON.parse(slack.received[index]?.body ?? "{}").text ?? "";

describe("a Slack channel", () => {
  test("gets one message of what waits, with the place of each, and the log says that it arrived", async () => {
    const given = await listening("slack");
    await told(given, 0, news(), news({ dedup: "alert:2", title: "Latency is high", severity: "critical" }));
    await delivered(given, 0);
    expect(slack.received.map(({ url }) => url)).toEqual(["/services/T0/B0/secret"]);
    const [first, second] = slackText().split("\n").slice(1);
    expect(first).toContain("*Critical* <");
    expect(first).toContain("|Latency is high>: Recall is 0.62.");
    expect(second).toContain(`/projects/${given.project.slug}/monitoring#alert-1|Recall is low>`);
    expect(await states(given)).toEqual(["delivered", "delivered"]);
    const tries = await db.deliveryAttempt.findMany({ where: { delivery: { channelId: given.id } } });
    expect(tries.map(({ status, answer }) => [status, answer])).toEqual([
      [200, "noted"],
      [200, "noted"],
    ]);
    expect((await db.channel.findUniqueOrThrow({ where: { id: given.id } })).lastSentAt).toEqual(later(0));
  });

  test("is never told more than once a minute, and nothing is lost meanwhile", async () => {
    const given = await listening("slack");
    await told(given, 0, news());
    await delivered(given, 0);
    await told(given, 0.5, news({ dedup: "alert:2" }), news({ dedup: "alert:3", severity: "critical" }));
    await delivered(given, 0.5);
    expect(slack.received).toHaveLength(1);
    await delivered(given, 1);
    expect(slack.received).toHaveLength(2);
    expect(await states(given)).toEqual(["delivered", "delivered", "delivered"]);
  });

  test("ten thousand alerts at once are one message of twenty lines", async () => {
    const given = await listening("slack");
    await told(given, 0, news());
    for (let batch = 0; batch < 9; batch += 1) await repeated(given);
    await delivered(given, 0);
    expect(slack.received).toHaveLength(1);
    expect(slackText().match(/•/g)).toHaveLength(20);
    expect(slackText()).toContain("and 9,980 more");
    expect(new Set(await states(given))).toEqual(new Set(["delivered"]));
  }, 120_000);

  test("takes what people typed as text: no markup, no call to everybody, no line of its own", async () => {
    const given = await listening("slack");
    await told(given, 0, news({ title: "<!channel> @all *a* & b|c>\n• fake", detail: "<http://evil|here>" }));
    await delivered(given, 0);
    expect(slackText()).toContain("|&lt;!channel&gt; @\u200ball *a* &amp; b¦c&gt; • fake>: &lt;http://evil|here&gt;");
    expect(slackText().split("\n")).toHaveLength(3);
  });

  test("that fails is tried again with all that was in the message, and a later one does not wait for it", async () => {
    const given = await listening("slack");
    slack.answers = { status: 500 };
    await told(given, 0, news(), news({ dedup: "alert:2" }));
    await delivered(given, 0);
    const waiting = await db.delivery.findMany({ where: { channelId: given.id }, include: { tries: true } });
    expect(waiting.map(({ state, attempts, because, tries }) => [state, attempts, because, tries[0]?.status])).toEqual([
      ["waiting", 1, "Answered 500.", 500],
      ["waiting", 1, "Answered 500.", 500],
    ]);
    slack.answers = { status: 200 };
    await delivered(given, 1);
    await told(given, 2, news({ dedup: "alert:3" }));
    await delivered(given, 2);
    expect(slack.received).toHaveLength(3);
    expect(slackText(1)).toBe(slackText(0));
    expect(await states(given)).toEqual(["delivered", "delivered", "delivered"]);
  });

  test("that nobody listens to any more is paused", async () => {
    const given = await listening("slack");
    slack.answers = { status: 410 };
    await told(given, 0, news());
    await delivered(given, 0);
    const { pausedAt, pausedBecause } = await db.channel.findUniqueOrThrow({ where: { id: given.id } });
    expect([pausedAt, pausedBecause]).toEqual([later(0), expect.stringContaining("410")]);
  });

  test("in quiet hours hears what is critical, and the rest in the morning", async () => {
    const given = await listening("slack", { quietFrom: 11 * 60, quietTo: 13 * 60 });
    await told(given, 0, news(), news({ dedup: "alert:2", title: "Loud", severity: "critical" }));
    await delivered(given, 0);
    expect(slackText()).toContain("Loud");
    expect(slackText()).not.toContain("Recall is low");
    await delivered(given, 59);
    expect(slack.received).toHaveLength(1);
    await delivered(given, 60);
    expect(slackText(1)).toContain("Recall is low");
  });

  test("an alert that opened and ended before it was told is one line; told again within the hour, it waits", async () => {
    const given = await listening("slack", { digest: "hourly" });
    await told(given, 0, news());
    await told(given, 5, news({ type: "alert.resolved", title: "Resolved: Recall is low" }));
    await delivered(given, 60);
    expect(slackText().match(/•/g)).toHaveLength(1);
    expect(slackText()).toContain(
      "|Resolved: Recall is low>: Recall is 0.62. – opened, resolved (5 May 2031, 12:05 UTC)",
    );
    await told(given, 61, news({ title: "Once more" }));
    await delivered(given, 119);
    expect(slack.received).toHaveLength(1);
    await delivered(given, 120);
    expect(slackText(1)).toContain("Once more");
  });

  test("of a person says nothing any more of a project that they have left", async () => {
    const { project, people } = await makeTeam();
    const own = authorizeOrg(people.PM, "own.profile");
    const address = `${slack.url}/own`;
    const { id } = await addChannel(own, { kind: "slack", name: "Mine", address, types: ["alert.opened"] });
    await told({ id, project }, 0, news());
    await removeMember(await authorize(people.LD, project.slug, "member.manage"), people.PM.userId);
    await delivered({ id }, 0);
    expect(slack.received).toEqual([]);
    expect(await states({ id })).toEqual(["dropped"]);
  });

  test("sends its test at once, and what is sent again", async () => {
    const given = await listening("slack", { digest: "daily", digestAt: 480 });
    const { delivery } = await asOf(later(0), () => testChannel(given.access, given.id));
    await delivered(given, 0);
    expect(slackText()).toContain("A test from Throughline");
    await asOf(later(5), () => sendAgain(given.access, given.id, delivery));
    await delivered(given, 5);
    expect(slack.received).toHaveLength(2);
  });
});

describe("mail", () => {
  const ids = () => post.mails.map(({ raw }) => /^Message-ID: <(.*?)@/im.exec(raw)?.[1]);

  test("goes to each address by itself, as text and HTML, with a way out", async () => {
    const given = await listening("email");
    await told(given, 0, news({ title: "<b>Recall</b> is low", severity: "critical" }));
    await delivered(given, 0);
    expect(post.mails.map(({ to }) => to)).toEqual(["team@example.org", "desk@example.org"]);
    const raw = post.mails[0]?.raw ?? "";
    expect(raw).toMatch(/^Subject: Critical: Project .*: <b>Recall<\/b> is low$/m);
    expect(raw).toContain(
      `List-Unsubscribe: <http://127.0.0.1:3000/projects/${given.project.slug}/settings/notifications>`,
    );
    expect(raw).toContain("Auto-Submitted: auto-generated");
    expect(raw).toContain("&#60;b&#62;Recall&#60;/b&#62; is low</a>");
    expect(raw).not.toContain("desk@example.org");
    expect(await states(given)).toEqual(["delivered"]);
  });

  test("whose sender died after sending goes again as the same message, without what came since", async () => {
    const given = await listening("email", { address: "team@example.org" });
    const channel = await db.channel.findUniqueOrThrow({ where: { id: given.id } });
    await told(given, 0, news());
    const begun = await asOf(later(0), () => takeMessage(channel));
    await told(given, 1, news({ dedup: "alert:2", title: "Something else" }));
    await delivered(given, 2);
    await delivered(given, 3);
    expect(ids()).toEqual([begun?.id, expect.not.stringContaining(begun?.id ?? "-")]);
    expect(post.mails.map(({ raw }) => raw.includes("Something else"))).toEqual([false, true]);
    expect(await states(given)).toEqual(["delivered", "delivered"]);
  });

  test("that one address refuses for good still reaches the other, and the log names who was refused", async () => {
    const given = await listening("email");
    post.refusals.set("team@example.org", { code: 550, text: "Nobody of that name" });
    await told(given, 0, news());
    await delivered(given, 0);
    expect(post.mails.map(({ to }) => to)).toEqual(["desk@example.org"]);
    const [tried] = await db.deliveryAttempt.findMany({ where: { delivery: { channelId: given.id } } });
    expect([tried?.status, tried?.answer]).toEqual([250, expect.stringContaining("Nobody of that name")]);
  });

  test("that is refused for now is tried again as the same message", async () => {
    const given = await listening("email", { address: "team@example.org" });
    post.refusals.set("team@example.org", { code: 451, text: "Later" });
    await told(given, 0, news());
    await delivered(given, 0);
    expect(await states(given)).toEqual(["waiting"]);
    const { messageId } = await db.delivery.findFirstOrThrow({ where: { channelId: given.id } });
    post.refusals.clear();
    await delivered(given, 2);
    expect(ids()).toEqual([messageId]);
    expect(await states(given)).toEqual(["delivered"]);
  });

  test("says what is missing where no mail server is known", async () => {
    const given = await listening("email");
    delete process.env.SMTP_URL;
    await told(given, 0, news());
    await delivered(given, 0);
    const row = await db.delivery.findFirstOrThrow({ where: { channelId: given.id } });
    expect([row.state, row.because]).toEqual(["waiting", expect.stringContaining("SMTP_URL")]);
  });
});
