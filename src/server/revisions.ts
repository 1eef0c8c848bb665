import type { Fact as FactRow } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { noteOf, titleOf } from "#server/fact-rows.ts";
import {
  type Framing,
  framingChange,
  framingOf,
  framingRevision,
  framingWords,
} from "#stages/business-case/framing-revision.ts";
import {
  changedValues,
  type ValueAnswers,
  valueAnswersOf,
  valueRevision,
  valueWords,
} from "#stages/business-case/value-revision.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageDocument } from "#stages/field.ts";

/** Typing saves by itself again and again: what one person changes within this time is one revision. */
const SITTING_MS = 3_600_000;

/** `reopened`: something that was said before now says something else. `changed`: the words for what differs. */
type Difference = { reopened: boolean; changed: string[] };

type History<A> = {
  kind: AnyFactKind;
  answers: A;
  /** Whether there is anything to keep yet. */
  begun: boolean;
  stored(row: FactRow): A;
  difference(before: A, after: A): Difference;
  dataOf(answers: A, revision: number, changed: readonly string[]): object;
};

/**
 * Keeps the framing and the value case each time they change, in the transaction that saves the business case. Saving it
 * is the permission for it; nobody writes a revision by hand.
 */
export async function keepRevisions(
  tx: Tx,
  access: Access<"stage.edit">,
  stageKey: string,
  document: StageDocument,
): Promise<AuditNote[]> {
  if (stageKey !== framingRevision.stage) return [];
  const organisation = await tx.organisation.findFirst({ select: { discountAnnual: true } });
  return [
    ...(await keep(tx, access, framingHistory(document))),
    ...(await keep(tx, access, valueHistory(document, organisation?.discountAnnual ?? 0))),
  ];
}

function framingHistory(document: StageDocument): History<Framing> {
  const answers = framingOf(document);
  return {
    kind: factKindOf(framingRevision.kind),
    answers,
    begun: Object.keys(answers).length > 0,
    stored: ({ data }) => framingOf(data),
    difference(before, after) {
      const { reframed, added } = framingChange(before, after);
      return { reopened: reframed.length > 0, changed: [...reframed, ...added].map(framingWords) };
    },
    dataOf: (framing, revision, changed) => ({
      summary: framing.predictionTarget ?? framing.decision ?? "Not said yet",
      revision,
      ...(changed.length > 0 && { changed }),
      framing,
    }),
  };
}

function valueHistory(document: StageDocument, discountAnnual: number): History<ValueAnswers> {
  const said = valueAnswersOf(document);
  return {
    kind: factKindOf(valueRevision.kind),
    answers: { discountAnnual, ...said },
    begun: Object.keys(said).length > 0,
    stored: ({ data }) => valueIn(data),
    difference(before, after) {
      const changed = changedValues(before, after);
      return { reopened: changed.some((name) => before[name] !== undefined), changed: changed.map(valueWords) };
    },
    dataOf: (value, revision, changed) => ({
      summary: changed.length > 0 ? changed.join(", ") : "First value case",
      revision,
      ...(changed.length > 0 && { changed }),
      value,
    }),
  };
}

/** Completing what was open, and a change of mind within one sitting, belong to the revision that stands. */
async function keep<A>(tx: Tx, access: Access<"stage.edit">, history: History<A>): Promise<AuditNote[]> {
  const [last, older] = await newest(tx, access.projectId, history.kind);
  if (!last) return history.begun ? [await add(tx, access, history, 1, [])] : [];
  const { reopened, changed } = history.difference(history.stored(last), history.answers);
  if (changed.length === 0) return [];
  const sitting = last.changedByName === access.actor.name && now().getTime() - last.changedAt.getTime() < SITTING_MS;
  if (reopened && !sitting) return [await add(tx, access, history, revisionIn(last) + 1, changed)];
  await amend(tx, access, history, last, older ?? null);
  return [];
}

function newest(tx: Tx, projectId: string, { kind }: AnyFactKind): Promise<FactRow[]> {
  return tx.fact.findMany({
    where: { projectId, kind, removedAt: null },
    orderBy: [{ at: "desc" }, { recordedAt: "desc" }],
    take: 2,
  });
}

async function add<A>(
  tx: Tx,
  { actor, projectId }: Access<"stage.edit">,
  { kind, answers, dataOf }: History<A>,
  revision: number,
  changed: readonly string[],
): Promise<AuditNote> {
  const at = now();
  const data = json(dataOf(answers, revision, changed));
  const row = await tx.fact.create({
    data: {
      ...{ projectId, kind: kind.kind, key: String(revision), origin: "rule", title: titleOf(kind, data), data },
      ...{ at, recordedAt: at, changedAt: at, recordedByName: actor.name, changedByName: actor.name },
      recordedBy: actor.kind === "person" ? actor.userId : null,
    },
  });
  return noteOf("fact.add", kind, row, { after: { revision, changed } });
}

/** What was taken back within the sitting was never another framing. */
async function amend<A>(
  tx: Tx,
  { actor }: Access<"stage.edit">,
  { kind, answers, stored, difference, dataOf }: History<A>,
  last: FactRow,
  older: FactRow | null,
): Promise<void> {
  const changed = older ? difference(stored(older), answers).changed : [];
  if (older && changed.length === 0) {
    await tx.fact.delete({ where: { id: last.id } });
    return;
  }
  const data = json(dataOf(answers, revisionIn(last), changed));
  await tx.fact.update({
    where: { id: last.id },
    data: {
      ...{ data, title: titleOf(kind, data), changedAt: now(), changedByName: actor.name },
      version: { increment: 1 },
    },
  });
}

function revisionIn({ data }: FactRow): number {
  const { revision } = data as { revision: number };
  return revision;
}

function valueIn(data: FactRow["data"]): ValueAnswers {
  const { value } = data as { value: Record<string, unknown> };
  return valueAnswersOf(value);
}

function json(data: object) {
  return JSON.parse(JSON.stringify(data));
}
