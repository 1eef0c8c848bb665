import type { BackwardFacts, Person, RiskStanding } from "#domain/backward-facts.ts";
import { type RiskAnswers, riskClass } from "#domain/risk-class.ts";
import { type Tier, tierOf } from "#domain/vocabulary.ts";
import type { Tx } from "#server/db.ts";
import type { ProjectRecord } from "#server/project-record.ts";

type FrameStanding = Required<Pick<BackwardFacts, "risk" | "businessOwner">> & {
  /** By id, everybody who owns a criterion. */
  owners: ReadonlyMap<string, Person>;
};

/** Who answers for the case and its criteria, and how risk stood when stage 1 was signed: rules B1.4, B1.5 and B2.4. */
export async function frameStanding(tx: Tx, record: ProjectRecord, signedAt: number | null): Promise<FrameStanding> {
  const { businessOwner, riskAnswers } = record.stage("business-case").document;
  const owner = typeof businessOwner === "string" ? businessOwner : null;
  const ids = [...new Set([owner, ...record.criteria.map(({ ownerId }) => ownerId)])].filter((id) => id !== null);
  const people = await tx.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, disabledAt: true },
  });
  const owners = new Map(people.map(({ id, name, disabledAt }) => [id, { name, active: disabledAt === null }]));
  return {
    owners,
    businessOwner: owners.get(owner ?? "") ?? null,
    risk: signedAt === null ? null : await riskSince(tx, record, signedAt, answersOf(riskAnswers)),
  };
}

/** A finished stage keeps its answers, so its risk class is the signed one; the tier may have been raised from outside. */
async function riskSince(
  tx: Tx,
  { project }: ProjectRecord,
  signedAt: number,
  answers: Partial<RiskAnswers>,
): Promise<{ signed: RiskStanding; present: RiskStanding }> {
  const changes = await tx.auditEvent.findMany({
    where: { projectId: project.id, action: "project.change", at: { gt: new Date(signedAt) } },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    select: { before: true, after: true },
    take: 100,
  });
  const first = changes.find(({ before, after }) => tierIn(before) !== tierIn(after));
  const present = tierOf(project.tier);
  const found = riskClass(answers);
  return {
    signed: { riskClass: found, tier: (first && tierIn(first.before)) ?? present },
    present: { riskClass: found, tier: present },
  };
}

function tierIn(json: unknown): Tier | null {
  const tier = typeof json === "object" && json !== null && "tier" in json ? json.tier : null;
  return typeof tier === "number" ? tierOf(tier) : null;
}

/** Guarantee: the answers came through the draft schema of stage 1. */
function answersOf(group: unknown): Partial<RiskAnswers> {
  return typeof group === "object" && group !== null ? (group as Partial<RiskAnswers>) : {};
}
