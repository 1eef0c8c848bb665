import { hearsAlerts, mayStillSign, ownsStage } from "#domain/concern.ts";
import { isResting } from "#domain/lifecycle.ts";
import { ROLES, type Role } from "#domain/vocabulary.ts";
import type { Project, SignOff, Stage, StageTransition } from "#generated/prisma/client.ts";
import type { Actor } from "#server/access.ts";
import { SNOOZES, snoozedUntil } from "#server/alert-snooze.ts";
import { db } from "#server/db.ts";
import { listWaitingAcceptances } from "#server/inbox-acceptances.ts";
import { type Decider, listWaitingChallengers } from "#server/inbox-challengers.ts";
import { INBOX_KINDS, type InboxItem } from "#server/inbox-item.ts";
import { NOT_OVER } from "#server/resting.ts";
import { signaturesOf } from "#server/stage-signatures.ts";
import type { StageDefinition } from "#stages/define-stage.ts";
import { findStage } from "#stages/registry.ts";

/** What waits for this person in every project they belong to: most urgent kind first, oldest first within it. */
export async function listInbox(actor: Actor): Promise<InboxItem[]> {
  if (actor.kind !== "person") return [];
  const memberships = await db.member.findMany({
    where: { userId: actor.userId, project: { archivedAt: null, deletedAt: null, ...NOT_OVER } },
    include: {
      project: {
        include: {
          summaryRow: { select: { lifecycle: true } },
          stages: { where: { state: { notIn: ["not_started", "done", "not_applicable"] } } },
        },
      },
    },
    take: 1000,
  });
  const projectId = { in: memberships.map((member) => member.projectId) };
  const led = memberships
    .filter(({ roles, project }) => roles.includes("LD") && !rests(project))
    .map(({ project }) => project);
  const deciders = memberships.filter(({ project }) => !rests(project)).flatMap(decidersOf);
  const [alerts, signOffs, moves, ...decisions] = await Promise.all([
    db.alert.findMany({
      where: { projectId, state: "open" },
      orderBy: { openedAt: "asc" },
      take: 200,
      include: { events: SNOOZES },
    }),
    db.signOff.findMany({ where: { projectId, subject: "stage", voidedAt: null } }),
    db.stageTransition.findMany({
      where: { projectId, verb: { in: ["submit", "send-back", "block", "flag"] } },
      orderBy: { at: "desc" },
      distinct: ["projectId", "stageKey", "verb"],
    }),
    listWaitingAcceptances(led),
    listWaitingChallengers(deciders),
  ]);
  const items = memberships.flatMap(({ project, roles: stored }) => {
    const roles = ROLES.filter((role) => stored.includes(role));
    const place = { slug: project.slug, name: project.name };
    const waiting = (rests(project) ? [] : project.stages).flatMap((stage) => {
      const law = findStage(stage.key);
      const lastOf = (verb: string) =>
        moves.find((m) => m.projectId === project.id && m.stageKey === stage.key && m.verb === verb);
      const signed = signOffs.filter((s) => s.projectId === project.id && s.stageKey === stage.key);
      const found = law ? waitsFor({ userId: actor.userId, roles, project, stage, law, signed, lastOf }) : null;
      if (!found) return [];
      const href = `/projects/${project.slug}/stages/${stage.key}`;
      return [{ id: `${project.id}:${stage.key}`, project: place, href, since: stage.since, ...found }];
    });
    const alarms = hearsAlerts({ roles }) ? alerts.filter((a) => a.projectId === project.id && !snoozedUntil(a)) : [];
    return [...alarms.map((alert) => alarmItem(alert, place, actor.userId)), ...waiting];
  });
  return [...items, ...decisions.flat()].sort(
    (a, b) => INBOX_KINDS.indexOf(a.kind) - INBOX_KINDS.indexOf(b.kind) || a.since.getTime() - b.since.getTime(),
  );
}

/** The lead decides on every challenger, at tier 3 the reviewer too. */
function decidersOf({ roles, project }: { roles: readonly string[]; project: Project }): Decider[] {
  const asked = project.tier === 3 ? (["LD", "RV"] as const) : (["LD"] as const);
  const { id, slug, name } = project;
  return asked.filter((role) => roles.includes(role)).map((role) => ({ id, slug, name, role }));
}

/** Nothing waits in a project that is paused; its alerts still ring. */
function rests({ summaryRow }: { summaryRow: { lifecycle: string } | null }): boolean {
  return isResting(summaryRow?.lifecycle ?? "");
}

type Place = {
  userId: string;
  roles: readonly Role[];
  project: Project;
  stage: Stage;
  law: StageDefinition;
  signed: readonly SignOff[];
  lastOf(verb: string): StageTransition | undefined;
};
type Waiting = Pick<InboxItem, "kind" | "title" | "detail" | "mine">;

function waitsFor(place: Place): Waiting | null {
  const { stage, law, roles, userId, lastOf } = place;
  const mine = stage.ownerId === userId;
  const owns = ownsStage({ userId, roles }, { ownerId: stage.ownerId, role: law.owner });
  const name = `“${law.title}”`;
  if (stage.state === "in_review") {
    const signatures = signaturesOf({
      ...place,
      tier: place.project.tier,
      submittedBy: lastOf("submit")?.actorId ?? null,
    });
    return mayStillSign({ userId, roles }, signatures) ? signOffItem(name) : null;
  }
  if (stage.state === "needs_attention" && (owns || roles.includes("LD")))
    return {
      kind: "flagged",
      title: `${name} needs attention`,
      detail: lastOf("flag")?.reason ?? "It was flagged.",
      mine,
    };
  if (!owns) return null;
  if (stage.state === "blocked") {
    const { blockedBy, reason } = lastOf("block") ?? {};
    return {
      kind: "blocked",
      title: `${name} is blocked`,
      detail: `By ${blockedBy ?? "somebody"}. ${reason ?? ""}`,
      mine,
    };
  }
  const back = lastOf("send-back");
  const justBack = back?.at.getTime() === stage.since.getTime();
  return justBack ? { kind: "sent-back", title: `${name} was sent back`, detail: back.reason ?? "", mine } : null;
}

function signOffItem(name: string): Waiting {
  return {
    kind: "sign-off",
    title: `Sign off ${name}`,
    detail: "Its gate is open and waits for your decision.",
    mine: true,
  };
}

type AlertRow = { id: string; title: string; detail: string; openedAt: Date; ownerId: string | null };

function alarmItem(alert: AlertRow, project: InboxItem["project"], userId: string): InboxItem {
  const href = `/projects/${project.slug}/monitoring#alert-${alert.id}`;
  const { id, title, detail, openedAt: since } = alert;
  return { id, kind: "alert", title, detail, href, project, since, mine: alert.ownerId === userId };
}
