import { AppError, type Issue } from "#domain/errors.ts";
import type { Fact as FactRow, Prisma } from "#generated/prisma/client.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { factOf } from "#server/fact-bag.ts";
import { consequences, type FactOrigin, type Recording } from "#server/fact-changes.ts";
import { loadFactContext } from "#server/fact-context.ts";
import { appendOnly, isKept, judgeFact, refuseUnlessWriter, type Sent } from "#server/fact-judgement.ts";
import { keyFrom } from "#server/fact-keys.ts";
import { type FactIndex, indexReferences } from "#server/fact-references.ts";
import { columnsOf, newRow, storedData, titleOf } from "#server/fact-rows.ts";
import { sameJson } from "#server/json-differences.ts";
import { mutate } from "#server/mutate.ts";
import type { FactData } from "#stages/fact.ts";
import type { AnyFactKind, FactContext } from "#stages/fact-kind.ts";

export type BulkAnswer = {
  created: number;
  changed: number;
  unchanged: number;
  refused: { index: number; key: string | null; issues: Issue[] }[];
  /** Of those that are new or other than before. */
  keys: { key: string; what: "created" | "changed" }[];
};

type Verdict =
  | { what: "created"; row: Prisma.FactCreateManyInput }
  | { what: "changed"; id: string; data: Prisma.FactUncheckedUpdateInput; key: string }
  | { what: "unchanged" }
  | { what: "refused"; key: string | null; issues: Issue[] };

/**
 * Writes many facts by their keys: new ones are recorded, known ones changed, equal ones left. Each is judged by itself;
 * the bad are reported by their place and the good kept. With `dryRun` nothing is written, and the answer is the same.
 */
export async function writeFacts(
  access: Recording,
  kind: AnyFactKind,
  sent: readonly SentOnto[],
  { dryRun = false, ...source }: FactSource & { dryRun?: boolean },
): Promise<BulkAnswer> {
  refuseUnlessWriter(access, kind, sent[0]?.data ?? {});
  return mutate(access, async (tx) => {
    const verdicts = await judgeAll(tx, access, kind, sent, source);
    const answer = summed(verdicts);
    const keys = answer.keys.map(({ key }) => key);
    if (dryRun || keys.length === 0) return { value: answer, audit: "unchanged" };
    await store(tx, verdicts);
    const label = `${keys.length} ${keys.length === 1 ? kind.one : kind.many}`;
    const { created, changed } = answer;
    const note: AuditNote = {
      action: "fact.import",
      stageKey: kind.stage,
      subject: { type: "fact-kind", id: kind.kind, label },
      after: { created, changed, keys: keys.slice(0, NAMED_IN_AUDIT) },
    };
    return { value: answer, audit: [note, ...(await consequences(tx, access, kind))] };
  });
}

const NAMED_IN_AUDIT = 200;

/** Who said it. `eventId`: of what arrived from outside. `given`: facts that a trial takes as recorded, as "kind/key". */
type FactSource = { origin: FactOrigin; eventId?: string; given?: FactIndex };
/** `onto`: what stands when the fact is known already; left out: what is sent, whole. */
export type SentOnto = Sent & { onto?: ((before: FactData) => FactData) | undefined };

/** What one batch is judged against. `names`: keys that are taken, also by rows of the batch. */
type Batch = {
  access: Recording;
  kind: AnyFactKind;
  source: FactSource;
  context: FactContext;
  index: FactIndex;
  known: ReadonlyMap<string, FactRow>;
  names: Set<string>;
  seen: Set<string>;
};

async function judgeAll(
  tx: Tx,
  access: Recording,
  kind: AnyFactKind,
  given: readonly SentOnto[],
  source: FactSource,
): Promise<Verdict[]> {
  const { projectId } = access;
  const rows = await tx.fact.findMany({ where: { projectId, kind: kind.kind, key: { in: keysOf(given) } } });
  const known = new Map(rows.map((row) => [row.key, row]));
  const sent = given.map((one) => placedOnto(known, one));
  const datas = sent.map(({ data }) => data);
  const context = await loadFactContext(tx, projectId, { kind, datas });
  const found = await indexReferences(tx, projectId, kind, datas);
  const index = source.given ? new Set([...found, ...source.given]) : found;
  const names = new Set(sent.every(({ key }) => key) ? [] : await allKeys(tx, projectId, kind));
  const batch: Batch = { access, kind, source, context, index, known, names, seen: new Set() };
  return sent.map((one) => verdictOn(batch, one));
}

/** Read under the project's lock, so that of two reports about one fact neither is lost. */
function placedOnto(known: ReadonlyMap<string, FactRow>, { key, data, onto }: SentOnto): Sent {
  const before = known.get(key ?? "");
  return { key, data: onto && before?.removedAt === null ? onto(storedData(before)) : data };
}

function verdictOn(batch: Batch, one: Sent): Verdict {
  try {
    refuseUnlessWriter(batch.access, batch.kind, one.data);
    return judgeOne(batch, one);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      what: "refused",
      key: one.key ?? null,
      issues: error.details.issues ?? [{ path: "", message: error.message }],
    };
  }
}

function judgeOne(batch: Batch, one: Sent): Verdict {
  const { access, kind, context, index, known, names, seen, source } = batch;
  if (one.key && seen.has(one.key)) throw new AppError("CONFLICT", `The key “${one.key}” stands here twice.`);
  const taken = known.get(one.key ?? "");
  const before = taken?.removedAt === null ? taken : null;
  const data = judgeFact(kind, one, { ...context, before: before && factOf(before) }, index);
  if (before && sameJson(before.data, data)) return { what: "unchanged" };
  if (before && isKept(kind)) throw appendOnly(kind);
  const key = one.key ?? keyFrom(titleOf(kind, data), (name) => names.has(name));
  seen.add(key);
  names.add(key);
  if (taken)
    return { what: "changed", id: taken.id, key, data: { ...changeOf(access, kind, taken, data), ...eventOf(source) } };
  const row = newRow(access, kind, { key, data, origin: source.origin });
  return { what: "created", row: { ...row, ...eventOf(source) } };
}

function changeOf(
  access: Recording,
  kind: AnyFactKind,
  row: FactRow,
  data: Parameters<typeof columnsOf>[2],
): Prisma.FactUncheckedUpdateInput {
  return {
    ...columnsOf(access, kind, data, row.removedAt ? now() : row.recordedAt),
    removedAt: null,
    version: { increment: 1 },
  };
}

/** What a person changed by hand later still names the event that said it last. */
function eventOf({ eventId }: FactSource): { eventId?: string } {
  return eventId ? { eventId } : {};
}

async function store(tx: Tx, verdicts: readonly Verdict[]): Promise<void> {
  const created = verdicts.flatMap((v) => (v.what === "created" ? [v.row] : []));
  if (created.length > 0) await tx.fact.createMany({ data: created });
  for (const v of verdicts) if (v.what === "changed") await tx.fact.update({ where: { id: v.id }, data: v.data });
}

function summed(verdicts: readonly Verdict[]): BulkAnswer {
  const count = (what: Verdict["what"]) => verdicts.filter((v) => v.what === what).length;
  const refused = verdicts.flatMap((v, index) =>
    v.what === "refused" ? [{ index, key: v.key, issues: v.issues }] : [],
  );
  const keys = verdicts.flatMap((v) =>
    v.what === "created" ? { key: v.row.key, what: v.what } : v.what === "changed" ? { key: v.key, what: v.what } : [],
  );
  return { created: count("created"), changed: count("changed"), unchanged: count("unchanged"), refused, keys };
}

const keysOf = (sent: readonly Sent[]) => sent.flatMap(({ key }) => key ?? []);

async function allKeys(tx: Tx, projectId: string, kind: AnyFactKind): Promise<string[]> {
  const rows = await tx.fact.findMany({ where: { projectId, kind: kind.kind }, select: { key: true } });
  return rows.map(({ key }) => key);
}
