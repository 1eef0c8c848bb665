import { criterionIssues } from "#domain/criterion-rules.ts";
import type { EvidenceFact, ItemAnswer, SignOffFact } from "#domain/evidence.ts";
import type { ProjectFacts } from "#domain/stage-law.ts";
import { EVIDENCE_KINDS, ROLES, STAGE_STATES, type StageState, tierOf } from "#domain/vocabulary.ts";
import type { Criterion as CriterionRow, Organisation, Prisma, Project, SignOff } from "#generated/prisma/client.ts";
import { now } from "#server/clock.ts";
import { criterionOf } from "#server/criterion-row.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { namesOf } from "#server/names.ts";
import { REAL } from "#server/real-alerts.ts";
import { firstPointsOf, liveAlert } from "#server/record-signals.ts";
import type { FactBag, FactCounts } from "#stages/fact.ts";
import type { CriterionFacts, LiveAlert, StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { STAGES } from "#stages/registry.ts";

export type StageRecord = {
  key: string;
  state: StageState;
  /** When the present state was entered; null for a stage that was never touched. */
  since: Date | null;
  version: number;
  iteration: number;
  document: StageDocument;
  ownerId: string | null;
  dueOn: Date | null;
  savedAt: Date | null;
  savedById: string | null;
};

export type CriterionWithSeries = CriterionRow & {
  /** The day of its first point. */
  firstPointAt: number | null;
  series: { name: string; labels: unknown; lastPointAt: Date | null } | null;
};
type OpenComment = { stageKey: string; body: string; author: string };

/** Everything that gates, projections and stage pages look at, read in one go. */
export type ProjectRecord = {
  project: Project;
  organisation: Organisation | null;
  stages: ReadonlyMap<string, StageRecord>;
  stage(key: string): StageRecord;
  answers(stageKey: string): Readonly<Record<string, ItemAnswer>>;
  signOffs: readonly SignOff[];
  blocking: readonly OpenComment[];
  criteria: readonly CriterionWithSeries[];
  facts: FactBag & FactCounts;
  alerts: readonly LiveAlert[];
  submitterOf(stageKey: string): string | null;
};

/** One statement (a lateral join each), so that a gate never judges two moments at once, and a write stays cheap. */
const RECORD = {
  stages: true,
  items: true,
  evidence: { where: { removedAt: null }, orderBy: { addedAt: "asc" } },
  signOffs: { orderBy: { at: "asc" } },
  comments: { where: { blocking: true, resolvedAt: null }, orderBy: { at: "asc" } },
  criteria: {
    where: { removedAt: null },
    orderBy: { position: "asc" },
    include: { series: { select: { name: true, labels: true, lastPointAt: true } } },
  },
  alerts: {
    where: { state: { not: "resolved" }, ...REAL },
    orderBy: { openedAt: "asc" },
    include: { criterion: { select: { series: { select: { labels: true } } } } },
  },
  transitions: { where: { verb: "submit" }, orderBy: { at: "asc" }, select: { stageKey: true, actorId: true } },
} as const satisfies Prisma.ProjectInclude;

export async function loadProjectRecord(db: ReadOnlyDb | Tx, projectId: string): Promise<ProjectRecord> {
  const row = await db.project.findUniqueOrThrow({
    where: { id: projectId },
    include: RECORD,
    relationLoadStrategy: "join",
  });
  const { stages: rows, items, evidence, signOffs, comments, transitions: submitted, ...rest } = row;
  const { criteria, alerts, ...project } = rest;
  const firstPoints = await firstPointsOf(db, criteria);
  const authors = await namesOf(
    comments.map(({ authorId }) => authorId),
    db,
  );
  const facts = await loadFactBag(db, projectId);
  const organisation = await db.organisation.findFirst();
  const stages = new Map(rows.map((row) => [row.key, stageRecord(row)]));
  const submitters = new Map(submitted.map((t) => [t.stageKey, t.actorId]));
  return {
    project,
    organisation,
    stages,
    stage: (key) => stages.get(key) ?? untouched(key),
    answers: (key) => answersOf(key, items, evidence, signOffs),
    signOffs,
    criteria: criteria.map((c) => ({ ...c, firstPointAt: firstPoints.get(c.seriesId) ?? null })),
    alerts: alerts.map(liveAlert),
    facts,
    blocking: comments.map((c) => ({
      stageKey: c.stageKey,
      body: c.body,
      author: authors.get(c.authorId) ?? "a service",
    })),
    submitterOf: (key) => submitters.get(key) ?? null,
  };
}

/** One stage alone, for a write that needs no more of the project. */
export async function loadStageRecord(db: ReadOnlyDb | Tx, projectId: string, key: string): Promise<StageRecord> {
  const row = await db.stage.findUnique({ where: { projectId_key: { projectId, key } } });
  return row ? stageRecord(row) : untouched(key);
}

export function factsOf(record: ProjectRecord): ProjectFacts & FactBag & FactCounts {
  return {
    ...record.facts,
    tier: tierOf(record.project.tier),
    affectsPeople: record.project.affectsPeople,
    zone: record.project.timeZone,
    ...(record.organisation && { discountAnnual: record.organisation.discountAnnual }),
    states: Object.fromEntries(STAGES.map(({ key }) => [key, record.stage(key).state])),
    titles: TITLES,
    documents: Object.fromEntries([...record.stages].map(([key, { document }]) => [key, document])),
  };
}

const TITLES = Object.fromEntries(STAGES.map(({ key, title }) => [key, title]));

export function stageFactsOf(record: ProjectRecord, stageKey: string): StageFacts {
  return {
    ...factsOf(record),
    criteria: record.criteria.map(criterionFacts),
    alerts: record.alerts,
    answers: record.answers(stageKey),
    signOffs: signOffFacts(record, stageKey),
    version: record.stage(stageKey).version,
    now: now().getTime(),
  };
}

export function signOffFacts(record: ProjectRecord, stageKey: string): SignOffFact[] {
  return record.signOffs
    .filter((s) => s.stageKey === stageKey && (s.subject === "stage" || s.subject.startsWith("item:")))
    .filter((s) => s.decision !== NOT_APPLICABLE)
    .flatMap((s) => {
      const role = ROLES.find((r) => r === s.role);
      const subject: SignOffFact["subject"] =
        s.subject === "stage" ? "stage" : `item:${s.subject.slice("item:".length)}`;
      const decision = s.decision === "rejected" ? "rejected" : "approved";
      return role
        ? [{ subject, version: s.version, role, userId: s.userId, decision, voided: s.voidedAt !== null }]
        : [];
    });
}

/** The decision by which a lead accepts that an item does not apply. */
export const NOT_APPLICABLE = "not_applicable";

type ItemRow = { stageKey: string; itemKey: string; state: string; reason: string | null };
type EvidenceRow = {
  stageKey: string;
  itemKey: string;
  kind: string;
  label: string;
  url: string | null;
  validUntil: Date | null;
};

function answersOf(
  key: string,
  items: ItemRow[],
  evidence: EvidenceRow[],
  signOffs: SignOff[],
): Record<string, ItemAnswer> {
  const mine = items.filter((i) => i.stageKey === key);
  return Object.fromEntries(
    mine.map((item) => [
      item.itemKey,
      {
        state: item.state === "done" || item.state === "not_applicable" ? item.state : "open",
        reason: item.reason,
        reasonApproved: signOffs.some(
          (s) =>
            s.stageKey === key && s.subject === `item:${item.itemKey}` && s.decision === NOT_APPLICABLE && !s.voidedAt,
        ),
        evidence: evidence.filter((e) => e.stageKey === key && e.itemKey === item.itemKey).map(evidenceFact),
      },
    ]),
  );
}

function evidenceFact(row: EvidenceRow): EvidenceFact {
  return {
    kind: EVIDENCE_KINDS.find((k) => k === row.kind) ?? "link",
    label: row.label,
    validUntil: row.validUntil?.getTime() ?? null,
    ...(row.url ? { url: row.url } : {}),
  };
}

export function criterionFacts(row: CriterionWithSeries): CriterionFacts {
  const criterion = criterionOf(row);
  return {
    ...criterion,
    ownerId: row.ownerId,
    state: criterion.state,
    hasPoints: row.series?.lastPointAt != null,
    firstPointAt: row.firstPointAt,
    lastPointAt: row.series?.lastPointAt?.getTime() ?? null,
    validationIssues: criterionIssues(criterion).map(({ message }) => message),
  };
}

type StageRow = Omit<StageRecord, "state" | "document"> & { state: string; document: unknown };

function stageRecord(row: StageRow): StageRecord {
  return {
    ...row,
    state: STAGE_STATES.find((s) => s === row.state) ?? "not_started",
    document: documentOf(row.document),
  };
}

/** Guarantee: the column only ever receives what `parseDraft` accepted. */
function documentOf(json: unknown): StageDocument {
  return json as StageDocument;
}

function untouched(key: string): StageRecord {
  return {
    key,
    state: "not_started",
    since: null,
    version: 0,
    iteration: 0,
    document: {},
    ownerId: null,
    dueOn: null,
    savedAt: null,
    savedById: null,
  };
}
