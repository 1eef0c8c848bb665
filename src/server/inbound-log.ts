import { gunzipSync } from "node:zlib";
import { AppError } from "#domain/errors.ts";
import type { InboundEvent } from "#generated/prisma/client.ts";
import { type Access, onlyLooks } from "#server/access.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { type HeardWhat, OUTCOMES } from "#server/inbound-events.ts";
import { readTimeCursor, writeTimeCursor } from "#server/time-cursor.ts";
import { type Refusal, WIRE_FORMATS, type WireFormat } from "#wire/heard.ts";

export type InboundView = ReturnType<typeof viewOf>;
export type InboundQuery = {
  format?: WireFormat | undefined;
  /** Only what was refused, in part or whole. */
  refused?: boolean | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
};
export type Arrivals = { format: WireFormat; count: number; lastAt: Date | null }[];

const SHOWN = { payload: true } as const;

/** What arrived, the latest first. */
export async function listInbound(access: Access<"project.read">, query: InboundQuery = {}) {
  const limit = Math.min(query.limit ?? 50, 500);
  const rows = await db.inboundEvent.findMany({
    where: {
      projectId: access.projectId,
      ...(query.format && { format: query.format }),
      ...(query.refused && { outcome: { in: ["partly", "refused", "failed"] } }),
      ...(query.cursor && after(query.cursor)),
    },
    omit: SHOWN,
    orderBy: [{ lastAt: "desc" }, { id: "asc" }],
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(viewOf);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? writeTimeCursor({ at: last.lastAt, id: last.id }) : null };
}

/** One event with its payload as it came; who may only look does not see that. */
export async function getInbound(access: Access<"project.read">, id: string) {
  const where = { id, projectId: access.projectId };
  const row = isId(id) ? await db.inboundEvent.findFirst({ where }) : null;
  if (!row) throw new AppError("NOT_FOUND", "There is no such event.");
  const payload = onlyLooks(access) ? null : row.payload;
  return { ...viewOf(row), sha256: row.sha256, payload: payload && unpacked(payload) };
}

/** Of every format, how much came and when last: what turns the connect page green. */
export async function countArrivals(access: Access<"project.read">): Promise<Arrivals> {
  const groups = await db.inboundEvent.groupBy({
    by: ["format"],
    where: { projectId: access.projectId },
    _count: true,
    _sum: { repeats: true },
    _max: { lastAt: true },
  });
  return WIRE_FORMATS.map((format) => {
    const found = groups.find((group) => group.format === format);
    const count = (found?._count ?? 0) + (found?._sum.repeats ?? 0);
    return { format, count, lastAt: found?._max.lastAt ?? null };
  });
}

function viewOf(row: Omit<InboundEvent, "payload">) {
  const { id, about, points, refusals, notes, repeats, receivedAt, lastAt, sentBy, sizeBytes } = row;
  return {
    ...{ id, about, points, refusals, notes, repeats, receivedAt, lastAt, sentBy, sizeBytes },
    format: WIRE_FORMATS.find((format) => format === row.format) ?? "cloudevents",
    outcome: OUTCOMES.find((outcome) => outcome === row.outcome) ?? "failed",
    facts: factsIn(row.facts),
    refused: refusedIn(row.refused),
  };
}

/** Guarantee: both columns only ever receive what `closeEvent` wrote. */
function factsIn(json: unknown): HeardWhat[] {
  return json as HeardWhat[];
}
function refusedIn(json: unknown): Refusal[] {
  return json as Refusal[];
}

const PAYLOAD_SHOWN = 4 * 1024 * 1024;

/** Null for what is too long for a page. */
function unpacked(payload: Uint8Array): string | null {
  try {
    return gunzipSync(payload, { maxOutputLength: PAYLOAD_SHOWN }).toString("utf8");
  } catch {
    return null;
  }
}

function after(cursor: string) {
  const { at, id } = readTimeCursor(cursor);
  return { OR: [{ lastAt: { lt: at } }, { lastAt: at, id: { gt: id } }] };
}
