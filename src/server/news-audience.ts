import { hearsAlerts, mayStillSign, ownsStage, type Someone } from "#domain/concern.ts";
import type { NewsType } from "#domain/news.ts";
import { ROLES, type Role } from "#domain/vocabulary.ts";
import type { Tx } from "#server/db.ts";
import { signaturesOf } from "#server/stage-signatures.ts";
import { findStage } from "#stages/registry.ts";

type Heard = { type: NewsType; stageKey: string | null; roles?: readonly Role[] };
type Concerns = (news: Heard, someone: Someone) => boolean;

/** What only those hear who can do something about it: who owns the stage, and the lead. */
const OF_OWNERS: ReadonlySet<NewsType> = new Set<NewsType>(["stage.sent-back", "stage.flagged", "stage.blocked"]);

/** Whom news concerns, by the rules of the inbox. Reads what it needs for these pieces of news, and nothing for others. */
export async function audienceOf(tx: Tx, projectId: string, news: readonly Heard[]): Promise<Concerns> {
  const stages = await standingOf(tx, projectId, news);
  return ({ type, stageKey, roles }, someone) => {
    if (roles) return roles.some((role) => someone.roles.includes(role));
    if (type.startsWith("alert.")) return hearsAlerts(someone);
    const stage = stages.get(stageKey ?? "");
    if (!stage) return true;
    if (type === "stage.submitted") return mayStillSign(someone, stage.signatures);
    return !OF_OWNERS.has(type) || someone.roles.includes("LD") || ownsStage(someone, stage.owner);
  };
}

async function standingOf(tx: Tx, projectId: string, news: readonly Heard[]) {
  const asked = news.filter(({ type }) => type === "stage.submitted" || OF_OWNERS.has(type));
  const keys = [...new Set(asked.flatMap(({ stageKey }) => stageKey ?? []))];
  if (keys.length === 0) return new Map<string, never>();
  const of = { projectId, stageKey: { in: keys } };
  const [project, stages, signed, submits] = [
    await tx.project.findUniqueOrThrow({ where: { id: projectId }, select: { tier: true } }),
    await tx.stage.findMany({ where: { projectId, key: { in: keys } } }),
    await tx.signOff.findMany({ where: { ...of, subject: "stage", voidedAt: null } }),
    await tx.stageTransition.findMany({
      where: { ...of, verb: "submit" },
      orderBy: { at: "desc" },
      distinct: ["stageKey"],
    }),
  ];
  return new Map(
    stages.flatMap((stage) => {
      const law = findStage(stage.key);
      if (!law) return [];
      const signatures = signaturesOf({
        ...{ stage, law, tier: project.tier, signed: signed.filter(({ stageKey }) => stageKey === stage.key) },
        submittedBy: submits.find(({ stageKey }) => stageKey === stage.key)?.actorId ?? null,
      });
      return [[stage.key, { owner: { ownerId: stage.ownerId, role: law.owner }, signatures }] as const];
    }),
  );
}

export function rolesIn(stored: readonly string[]): Role[] {
  return ROLES.filter((role) => stored.includes(role));
}
