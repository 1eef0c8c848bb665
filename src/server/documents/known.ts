import type { ItemVerdict } from "#domain/evidence.ts";
import type { FieldProblem } from "#domain/gate.ts";
import type { GateResult } from "#domain/requirement.ts";
import type { Alert } from "#generated/prisma/client.ts";
import { type Access, onlyLooks } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { titleOf } from "#server/fact-rows.ts";
import type { TextSetting } from "#server/fact-text.ts";
import { checklistOf, gateOf } from "#server/gates.ts";
import { getLifecycle } from "#server/lifecycle.ts";
import { namesOf } from "#server/names.ts";
import { getOrganisation, type Organisation } from "#server/organisation.ts";
import { getProjectOverview, type ProjectOverview } from "#server/project-overview.ts";
import {
  criterionFacts,
  factsOf,
  loadProjectRecord,
  type ProjectRecord,
  type StageRecord,
} from "#server/project-record.ts";
import { missingFields } from "#stages/completeness.ts";
import type { StageDefinition } from "#stages/define-stage.ts";
import type { Fact } from "#stages/fact.ts";
import type { AnyFactKind, FactContext } from "#stages/fact-kind.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";
import { STAGES } from "#stages/registry.ts";

export type KnownStage = StageRecord & {
  law: StageDefinition;
  gate: GateResult;
  checklist: readonly ItemVerdict[];
  problems: readonly FieldProblem[];
};
/** Somebody moved or signed something. */
export type KnownAct = {
  stageKey: string;
  what: string;
  version: number;
  by: string;
  role: string | null;
  at: Date;
  counts: boolean;
  words: string | null;
};
export type KnownEvidence = {
  stageKey: string;
  item: string;
  label: string;
  kind: string;
  url: string | null;
  validUntil: Date | null;
  sha256: string | null;
  by: string;
  at: Date;
};
export type KnownFacts = { kind: AnyFactKind; facts: readonly Fact[]; count: number };

/** What a document about a whole project is made from, as this reader may see it. */
export type Known = {
  project: ProjectRecord["project"];
  organisation: Organisation;
  overview: ProjectOverview;
  stages: readonly KnownStage[];
  facts(kind: string): KnownFacts;
  context: FactContext;
  signOffs: readonly KnownAct[];
  moves: readonly KnownAct[];
  evidence: readonly KnownEvidence[];
  /** Not resolved, oldest first. */
  alerts: readonly Pick<Alert, "title" | "kind" | "severity" | "state" | "openedAt">[];
  lifecycle: Awaited<ReturnType<typeof getLifecycle>>;
  members: readonly { name: string; roles: readonly string[] }[];
  audit: { count: number; first: Date | null };
  setting: TextSetting;
  now: Date;
};

const MOST = 500;

export async function readKnown(access: Access<"project.read">): Promise<Known> {
  const { projectId } = access;
  const [record, overview, organisation, lifecycle, members, evidence, moves, alerts, audit] = await Promise.all([
    loadProjectRecord(db, projectId),
    getProjectOverview(access),
    getOrganisation(),
    getLifecycle(access),
    db.member.findMany({
      where: { projectId },
      orderBy: { addedAt: "asc" },
      include: { user: { select: { name: true } } },
    }),
    db.evidence.findMany({
      where: { projectId, removedAt: null },
      orderBy: { addedAt: "desc" },
      take: MOST,
      include: { file: { select: { sha256: true } } },
    }),
    db.stageTransition.findMany({ where: { projectId }, orderBy: { at: "desc" }, take: MOST }),
    db.alert.findMany({ where: { projectId, state: { not: "resolved" } }, orderBy: { openedAt: "asc" }, take: MOST }),
    db.auditEvent.aggregate({ where: { projectId }, _count: true, _min: { at: true } }),
  ]);
  const names = await namesOf([
    ...record.signOffs.map((s) => s.userId),
    ...evidence.map((e) => e.addedBy),
    ...moves.map((m) => m.actorId),
  ]);
  const looking = onlyLooks(access);
  const all = new Map(FACT_KINDS.map((kind) => [kind.kind, factsSeen(record, kind, looking)]));
  const context = {
    ...record.facts,
    before: null,
    project: factsOf(record),
    criteria: record.criteria.map(criterionFacts),
    now: now().getTime(),
  };
  return {
    ...{ project: record.project, organisation, overview, lifecycle, context, alerts, now: now() },
    stages: STAGES.map((law) => stageOf(record, law)),
    facts: (kind) => all.get(kind) ?? missingKind(kind),
    signOffs: record.signOffs
      .toReversed()
      .map(({ stageKey, subject, decision, version, userId, role, at, voidedAt, comment }) => ({
        ...{ stageKey, version, role, at },
        what: decision === "not_applicable" ? `${subject}:not_applicable` : subject,
        by: names.get(userId) ?? LEFT,
        counts: !voidedAt && version === record.stage(stageKey).version,
        words: comment,
      })),
    moves: moves.map(({ stageKey, verb, version, actorId, actorKind, rule, at, reason }) => ({
      ...{ stageKey, version, at, what: verb, role: null, counts: true, words: reason },
      by: names.get(actorId) ?? (actorKind === "rule" ? `Rule ${rule}` : actorKind === "service" ? "A service" : LEFT),
    })),
    evidence: evidence.map((e) => ({
      ...{
        stageKey: e.stageKey,
        item: e.itemKey,
        label: e.label,
        kind: e.kind,
        url: e.url,
        validUntil: e.validUntil,
        at: e.addedAt,
      },
      ...{ sha256: e.file?.sha256 ?? null, by: names.get(e.addedBy) ?? "A service" },
    })),
    members: members.map(({ user, roles }) => ({ name: user.name, roles })),
    audit: { count: audit._count, first: audit._min.at },
    setting: {
      currency: record.project.currency,
      zone: record.project.timeZone,
      people: new Map(members.map(({ userId, user }) => [userId, user.name])),
      names: new Map(
        [...all.values()].flatMap(({ kind, facts }) =>
          facts.map(({ key, data }) => [`${kind.kind}/${key}`, titleOf(kind, data)] as const),
        ),
      ),
    },
  };
}

const LEFT = "Somebody who left";

function factsSeen(record: ProjectRecord, kind: AnyFactKind, looking: boolean): KnownFacts {
  const facts: readonly Fact[] = record.facts.of(kind);
  const seen = looking ? facts.map((fact) => ({ ...fact, data: kind.seenByViewers(fact.data) })) : facts;
  return { kind, facts: seen, count: record.facts.count(kind) };
}

function missingKind(kind: string): never {
  throw new Error(`There are no facts called “${kind}”`);
}

function stageOf(record: ProjectRecord, law: StageDefinition): KnownStage {
  const stage = record.stage(law.key);
  return {
    ...{ ...stage, law },
    gate: gateOf(record, law),
    checklist: checklistOf(record, law),
    problems: missingFields(law, stage.document, factsOf(record)),
  };
}
