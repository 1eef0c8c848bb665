import { hash } from "node:crypto";
import { AppError } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { closeEvent, type Outcome, openEvent, type Result } from "#server/inbound-events.ts";
import { type Filing, fileFacts, type Listening } from "#server/inbound-facts.ts";
import { ingestMetrics } from "#server/metrics.ts";
import type { Heard, HeardPoints, Refusal, WireReader } from "#wire/heard.ts";

/** `bytes`: the payload as it came, for the log. `sourceId`: where the sender names it outside of the payload. */
export type Arrival = { payload: unknown; bytes: Uint8Array; sourceId?: string };
export type Received = Result & { id: string; repeated: boolean };

/** These are over; an event that ended otherwise is tried again when it is repeated. */
const SETTLED: readonly Outcome[] = ["kept", "nothing"];

/**
 * An event from outside: read by its format, filed as facts and points, and logged with what it became. Good parts are
 * kept, bad ones refused one by one. A repetition of what was kept whole is only counted; of anything else, tried again:
 * what it refers to may have arrived meanwhile.
 */
export async function receive(access: Listening, reader: WireReader, arrival: Arrival): Promise<Received> {
  const sha256 = hash("sha256", arrival.bytes);
  const { format } = reader;
  const read = await heardFrom(access, reader, arrival.payload).catch(async (error: unknown) => {
    if (error instanceof AppError) await logUnreadable(access, reader, arrival, sha256, error);
    throw error;
  });
  const sourceId = storable(arrival.sourceId ?? read.sourceId ?? sha256);
  const event = await openEvent(access, { format, sourceId, about: read.about, sha256, bytes: arrival.bytes });
  const { id } = event;
  if (event.repeated && SETTLED.includes(event.before.outcome)) return { ...event.before, id, repeated: true };
  try {
    const result = await file(access, reader, read, { eventId: id });
    await closeEvent(id, result);
    return { ...result, id, repeated: event.repeated };
  } catch (error) {
    await closeEvent(id, failure(read.about, error)).catch(() => undefined);
    throw error;
  }
}

const LONGEST_ID = 400;

/** A long id by its hash: cut off, it would be taken for another that begins alike, and the event for a repetition. */
function storable(sourceId: string): string {
  return sourceId.length <= LONGEST_ID ? sourceId : `sha256 ${hash("sha256", sourceId)}`;
}

/** What a payload would become, by the same reading and the same judgement; nothing is written. */
export async function tryOut(access: Listening, reader: WireReader, payload: unknown): Promise<Result> {
  return file(access, reader, await heardFrom(access, reader, payload), { dryRun: true });
}

async function heardFrom(access: Listening, reader: WireReader, payload: unknown): Promise<Heard> {
  const facts = await loadFactBag(db, access.projectId, reader.looksAt);
  return reader.read(payload, { facts, now: now().getTime() });
}

/** All of them are one transaction, and each is judged by what is known: more would hold up everybody else for seconds. */
const MOST_FACTS = 1_000;

async function file(access: Listening, reader: WireReader, read: Heard, how: Filing): Promise<Result> {
  const refused: Refusal[] = [...read.refused];
  const left = read.facts.length - MOST_FACTS;
  if (left > 0)
    refused.push({ path: "", reason: `Of one event at most ${MOST_FACTS} facts are kept; ${left} are left.` });
  const facts = await fileFacts(access, reader.format, read.facts.slice(0, MOST_FACTS), how, refused);
  const points = await filePoints(access, read.points, how, refused);
  const good = facts.length + points;
  const outcome = refused.length === 0 ? (good > 0 ? "kept" : "nothing") : good > 0 ? "partly" : "refused";
  return { outcome, about: read.about, facts, points, refused, notes: read.notes };
}

async function filePoints(
  access: Listening,
  batches: readonly HeardPoints[],
  { dryRun }: Filing,
  refused: Refusal[],
): Promise<number> {
  const sent = batches.filter(({ points }) => points.length > 0);
  const count = sent.reduce((sum, { points }) => sum + points.length, 0);
  if (count === 0 || dryRun) return count;
  const result = await ingestMetrics(access, { batches: sent });
  for (const { index, batch = 0, reason } of result.refused)
    refused.push({ path: `${sent[batch]?.series.name ?? "points"}[${index}]`, reason });
  return count - result.refused.length;
}

async function logUnreadable(
  access: Listening,
  { format }: WireReader,
  { bytes, sourceId }: Arrival,
  sha256: string,
  error: AppError,
): Promise<void> {
  const about = "Could not be read";
  const event = await openEvent(access, { format, sourceId: storable(sourceId ?? sha256), about, sha256, bytes });
  await closeEvent(event.id, failure(about, error));
}

function failure(about: string, error: unknown): Result {
  const known = error instanceof AppError;
  const issues = known ? (error.details.issues ?? []).map(({ path, message }) => ({ path, reason: message })) : [];
  const said = known ? error.message : "Something went wrong on our side; send it again.";
  const refused = issues.length > 0 ? issues : [{ path: "", reason: said }];
  return { outcome: known ? "refused" : "failed", about, facts: [], points: 0, refused, notes: [] };
}
