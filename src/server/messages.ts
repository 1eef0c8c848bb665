import { FAILING_DAYS } from "#domain/delivery-retry.ts";
import type { Channel } from "#generated/prisma/client.ts";
import { publicUrl } from "#lib/environment.ts";
import { giveUpChannel, hasFailedTooLong } from "#server/channel-failing.ts";
import { db } from "#server/db.ts";
import { attempted, type Outcome, settle } from "#server/delivery-rows.ts";
import { mailIsConfigured, sendMail } from "#server/mail.ts";
import { mailMessage } from "#server/mail-message.ts";
import { type Message, takeMessage } from "#server/message-rows.ts";
import { messageWords, type Words } from "#server/message-words.ts";
import { sendOut } from "#server/outgoing-http.ts";
import { unseal } from "#server/sealed.ts";
import { slackMessage } from "#server/slack-message.ts";

/** Sends what may leave now on a channel that people read, as one message. A minute later there may be another. */
export async function sendMessages(channel: Channel, signal: AbortSignal): Promise<void> {
  const address = unseal(channel.address, channel.id);
  if (address === null)
    return giveUpChannel(channel, "Its address cannot be read: the installation’s secret was changed. Enter it again.");
  if (signal.aborted) return;
  const message = await takeMessage(channel);
  if (!message) return;
  const words = await wordsOf(channel, message);
  const outcome =
    channel.kind === "slack"
      ? await attempted(() => sendOut({ url: address, headers: JSON_HEADERS, body: slackMessage(words) }))
      : await mailed(address, message.id, words);
  const verdict = await settle(channel, message.taken, outcome);
  if (verdict === "gone")
    return giveUpChannel(channel, "The other side says that nobody listens there any more (410).");
  if (verdict === "again" && (await hasFailedTooLong(channel.id)))
    return giveUpChannel(channel, `Nothing came through for ${FAILING_DAYS} days.`);
}

const JSON_HEADERS = { "content-type": "application/json; charset=utf-8" };

async function wordsOf(channel: Channel, { taken }: Message): Promise<Words> {
  const events = await db.outboxEvent.findMany({
    where: { id: { in: taken.map(({ eventId }) => eventId) } },
    omit: { data: true },
    include: { project: { select: { slug: true, name: true } } },
  });
  const home = channel.projectId
    ? await db.project.findUnique({ where: { id: channel.projectId }, select: { slug: true } })
    : null;
  const settings = home ? `/projects/${home.slug}/settings/notifications` : "/profile/notifications";
  return messageWords(
    events.map((event) => ({ ...event, at: event.at.getTime() })),
    { zone: channel.timeZone, settings: `${publicUrl()}${settings}` },
  );
}

/** A mail for each address. One that is refused for good is named, and holds up none of the others. */
async function mailed(addresses: string, messageId: string, words: Words): Promise<Outcome> {
  const began = performance.now();
  const passed = () => Math.round(performance.now() - began);
  if (!mailIsConfigured())
    return { error: "This installation sends no mail: whoever runs it can set SMTP_URL.", ms: passed() };
  const said: string[] = [];
  let taken = 0;
  let refused: unknown;
  for (const to of addresses.split(",").map((each) => each.trim())) {
    try {
      said.push(`${to}: ${await sendMail(mailMessage(to, messageId, words))}`);
      taken += 1;
    } catch (error) {
      refused = error;
      said.push(`${to}: ${messageOf(error)}`);
      if (!isForGood(error)) break;
    }
  }
  const text = said.join("\n");
  if (taken > 0 && (!refused || isForGood(refused))) return answer(250);
  const status = codeOf(refused);
  return status === null ? { error: messageOf(refused), ms: passed() } : answer(status);

  function answer(code: number): Outcome {
    return { answer: { status: code, retryAfter: null, text, ms: passed() } };
  }
}

/** 5xx about a recipient: nobody there, or nobody who takes our mail. Of a sign-in it is the operator's to mend. */
function isForGood(error: unknown): boolean {
  const about = error instanceof Error && "code" in error ? error.code : null;
  return about === "EENVELOPE" && (codeOf(error) ?? 0) >= 500;
}

function codeOf(error: unknown): number | null {
  return error instanceof Error && "responseCode" in error && typeof error.responseCode === "number"
    ? error.responseCode
    : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
