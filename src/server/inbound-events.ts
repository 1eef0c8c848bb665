import { gzipSync } from "node:zlib";
import type { SomeAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { pointsPool } from "#server/points/pool.ts";
import type { Refusal, WireFormat } from "#wire/heard.ts";

/** working: not ended yet, or the process died over it. failed: our fault; the sender may try again. */
export const OUTCOMES = ["working", "kept", "partly", "refused", "nothing", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type HeardWhat = { kind: string; key: string; what: "created" | "changed" | "unchanged" };
export type Result = {
  outcome: Outcome;
  about: string;
  facts: readonly HeardWhat[];
  /** How many points are on disk. */
  points: number;
  refused: readonly Refusal[];
  notes: readonly string[];
};
export type OpenedEvent = { id: string; repeated: boolean; before: Result };

const REASONS_KEPT = 50;
const FACTS_KEPT = 500;
/** Compressed. A snapshot of Evidently has 90 KB as it comes, and a tenth of it here. */
const PAYLOAD_BYTES = 256 * 1024;

type Opening = { format: WireFormat; sourceId: string; about: string; sha256: string; bytes: Uint8Array | null };
type Row = Omit<Result, "outcome"> & { id: string; outcome: Outcome; inserted: boolean };

/** The row of an event, made at its first arrival; a repetition is counted on it. One statement, so that of two at once one makes it. */
export async function openEvent(access: SomeAccess, event: Opening): Promise<OpenedEvent> {
  const { format, sourceId, about, sha256, bytes } = event;
  const packed = bytes && gzipSync(bytes);
  const { rows } = await pointsPool().query<Row>(
    `insert into inbound_event as e (id, project_id, format, source_id, about, outcome, received_at, last_at, sent_by, sha256, size_bytes, payload)
     values (gen_random_uuid(), $1, $2, $3, $4, 'working', $5, $5, $6, $7, $8, $9)
     on conflict (project_id, format, source_id) do update set repeats = e.repeats + 1, last_at = excluded.last_at
     returning id, outcome, about, facts, points, refused, notes, (xmax = 0) as inserted`,
    [
      access.projectId,
      format,
      sourceId,
      about,
      now(),
      access.actor.name,
      sha256,
      bytes?.byteLength ?? 0,
      packed && packed.byteLength <= PAYLOAD_BYTES ? packed : null,
    ],
  );
  const [row] = rows;
  if (!row) throw new Error("An event that arrived was not written down");
  const { id, inserted, ...before } = row;
  return { id, repeated: !inserted, before };
}

export async function closeEvent(id: string, result: Result): Promise<void> {
  const { outcome, about, facts, points, refused, notes } = result;
  await pointsPool().query(
    `update inbound_event set outcome = $2, about = $3, facts = $4, points = $5, refused = $6, refusals = $7, notes = $8 where id = $1`,
    [
      id,
      outcome,
      about,
      JSON.stringify(facts.slice(0, FACTS_KEPT)),
      points,
      JSON.stringify(refused.slice(0, REASONS_KEPT)),
      refused.length,
      notes.slice(0, REASONS_KEPT),
    ],
  );
}

type Stream = { format: WireFormat; about: string; points: number; refused?: readonly Refusal[] };

/** For what streams, one row an hour: what arrives many times a minute is counted and not kept. */
export async function noteStream(access: SomeAccess, { format, about, points, refused = [] }: Stream): Promise<void> {
  const at = now();
  await pointsPool().query(
    `insert into inbound_event as e (id, project_id, format, source_id, about, outcome, received_at, last_at, sent_by, sha256, size_bytes, points, refused, refusals)
     values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $6, $7, '', 0, $8, $9, $10)
     on conflict (project_id, format, source_id) do update set
       repeats = e.repeats + 1, last_at = excluded.last_at, points = e.points + excluded.points,
       refusals = e.refusals + excluded.refusals,
       refused = case when excluded.refusals > 0 then excluded.refused else e.refused end,
       outcome = case when e.refusals + excluded.refusals = 0 then 'kept' when e.points + excluded.points = 0 then 'refused' else 'partly' end`,
    [
      access.projectId,
      format,
      `hour ${at.toISOString().slice(0, 13)}`,
      about,
      refused.length === 0 ? "kept" : points > 0 ? "partly" : "refused",
      at,
      access.actor.name,
      points,
      JSON.stringify(refused.slice(0, REASONS_KEPT)),
      refused.length,
    ],
  );
}

const PAYLOAD_DAYS = 30;
const EVENT_DAYS = 400;
const MOST_PAYLOADS = 2_000;

/** Payloads stay a month and at most 2,000 a project; what became of them stays as long as points do. */
export async function dropOldInbound(): Promise<void> {
  const ago = (days: number) => new Date(now().getTime() - days * 86_400_000);
  await pointsPool().query("delete from inbound_event where last_at < $1", [ago(EVENT_DAYS)]);
  await pointsPool().query("update inbound_event set payload = null where payload is not null and last_at < $1", [
    ago(PAYLOAD_DAYS),
  ]);
  await pointsPool().query(
    `update inbound_event set payload = null where id in (
       select id from (select id, row_number() over (partition by project_id order by last_at desc) as place
         from inbound_event where payload is not null) as counted where place > $1)`,
    [MOST_PAYLOADS],
  );
}
