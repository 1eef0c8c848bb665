import { z } from "zod";
import { type AlertVerb, DRILL, decideAlert } from "#domain/alerts.ts";
import { AppError, invalid } from "#domain/errors.ts";
import { isStorableTime } from "#domain/storable-time.ts";
import { ALERT_KINDS, ALERT_STATES, type AlertState } from "#domain/vocabulary.ts";
import type { Alert, AlertEvent } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import { logAlert } from "#server/alert-events.ts";
import { SNOOZES, snoozedUntil } from "#server/alert-snooze.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { answerDrill } from "#server/fire-drills.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";

export const alertNoteSchema = z.string().trim().max(2000, "At most 2,000 characters");

/** The alert keeps its state; reminders stop, and everybody sees who has it. */
export async function acknowledgeAlert(access: Access<"alert.handle">, id: string, note?: string): Promise<AlertView> {
  return handle(access, id, "acknowledge", note);
}

/** By hand, with a note: it stays resolved until a later window is breached. */
export async function resolveAlert(access: Access<"alert.handle">, id: string, note: string): Promise<AlertView> {
  return handle(access, id, "resolve", note);
}

export type AlertFilter = {
  state?: string | undefined;
  kind?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
};
export type AlertView = Awaited<ReturnType<typeof view>>;

/** Newest first. `state` may be "live" for everything that is not resolved. */
export async function listAlerts(
  access: Access<"project.read">,
  { state, kind, limit = 50, cursor }: AlertFilter = {},
): Promise<{ items: AlertView[]; nextCursor: string | null }> {
  if (state && state !== "live" && !ALERT_STATES.some((s) => s === state))
    throw invalid("state", "Not a state of an alert");
  if (kind && !ALERT_KINDS.some((k) => k === kind)) throw invalid("kind", "Not a kind of alert");
  const take = Math.min(Math.max(1, limit), 200);
  const after = cursor ? readCursor(cursor) : null;
  const rows = await db.alert.findMany({
    where: {
      projectId: access.projectId,
      ...(state ? { state: state === "live" ? { not: "resolved" } : state } : {}),
      ...(kind ? { kind } : {}),
      ...(after ? { OR: [{ lastAt: { lt: after.at } }, { lastAt: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ lastAt: "desc" }, { id: "desc" }],
    take: take + 1,
    include: WITH_CRITERION,
  });
  const items = rows.slice(0, take);
  const last = items.at(-1);
  return { items: items.map(view), nextCursor: rows.length > take && last ? writeCursor(last) : null };
}

export async function getAlert(access: Access<"project.read">, id: string) {
  if (!isId(id)) throw noSuchAlert();
  const row = await db.alert.findFirst({
    where: { id, projectId: access.projectId },
    include: { ...WITH_CRITERION, events: { orderBy: { at: "asc" } } },
  });
  if (!row) throw noSuchAlert();
  return { ...view(row), events: row.events.map(({ what, actorId, note, at }) => ({ what, actorId, note, at })) };
}

async function handle(access: Access<"alert.handle">, id: string, verb: AlertVerb, given?: string): Promise<AlertView> {
  if (!isId(id)) throw noSuchAlert();
  const note = given === undefined ? undefined : alertNoteSchema.parse(given);
  return mutate(access, async (tx) => {
    const before = await tx.alert.findFirst({ where: { id, projectId: access.projectId } });
    if (!before) throw noSuchAlert();
    const state = ALERT_STATES.find((s) => s === before.state) ?? "open";
    const to = decided(access, before, state, verb, note);
    const at = now();
    const answered = before.kind === DRILL ? await answerDrill(tx, access, before, at) : null;
    const data = handled(access, to, at, answered?.resolution ?? note ?? null);
    const after = await tx.alert.update({
      where: { id },
      data: answered ? { ...handled(access, "acknowledged", at, null), ...data } : data,
      include: WITH_CRITERION,
    });
    await logAlert(tx, after, { what: `${verb}d`, actor: access.actor, note: note || null });
    if (answered && verb === "acknowledge") await logAlert(tx, after, { what: "resolved", note: answered.resolution });
    const audit = {
      action: `alert.${verb}`,
      stageKey: "monitoring",
      subject: { type: "alert", id, label: before.title },
      before: { state },
      after: { state: to },
      reason: note || undefined,
    };
    return { value: view(after), audit: [audit, ...(answered?.notes ?? [])] };
  });
}

function handled({ actor }: Access<"alert.handle">, state: AlertState, at: Date, resolution: string | null) {
  const by = actor.kind === "person" ? actor.userId : null;
  return state === "resolved"
    ? { state, resolvedAt: at, resolvedBy: by, resolution }
    : { state, acknowledgedAt: at, acknowledgedBy: by };
}

function decided(
  { actor, roles }: Access<"alert.handle">,
  { id, kind }: Alert,
  state: AlertState,
  verb: AlertVerb,
  note: string | undefined,
): AlertState {
  const drill = kind === DRILL;
  const decision = decideAlert(state, verb, { roles, note, drill, service: actor.kind === "service" });
  if (decision.ok) return decision.to;
  const issues = decision.code === "INVALID" ? [{ path: "note", message: decision.because }] : undefined;
  throw new AppError(decision.code, decision.because, { current: { id, state }, issues });
}

const WITH_CRITERION = { criterion: { select: { key: true } }, events: SNOOZES } as const;

function view({
  criterion,
  projectId: _,
  fingerprint: __,
  criterionId: ___,
  events,
  ...alert
}: Alert & { criterion: { key: string } | null; events: readonly AlertEvent[] }) {
  const snoozed = snoozedUntil({ state: alert.state, events: events.toReversed() });
  return { ...alert, criterion: criterion?.key ?? null, snoozedUntil: snoozed };
}

function noSuchAlert(): AppError {
  return new AppError("NOT_FOUND", "There is no such alert in this project.");
}

function writeCursor({ lastAt, id }: { lastAt: Date; id: string }): string {
  return Buffer.from(`${lastAt.getTime()}.${id}`).toString("base64url");
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [ms, id] = Buffer.from(cursor, "base64url").toString().split(".");
  if (!ms || !/^\d{1,15}$/.test(ms) || !isStorableTime(Number(ms)) || !id || !isId(id))
    throw invalid("cursor", "Not a cursor of this list");
  return { at: new Date(Number(ms)), id };
}
