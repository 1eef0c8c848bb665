import { can } from "#domain/permissions.ts";
import { ROLES } from "#domain/vocabulary.ts";
import type { Visibility } from "#server/access.ts";
import { SNOOZES, snoozedUntil } from "#server/alert-snooze.ts";
import { db } from "#server/db.ts";
import { namesOf } from "#server/names.ts";
import { NOT_OVER } from "#server/resting.ts";

export type AlertShow = "live" | "resolved";

/** The alerts of every project that the reader may see: of the live the critical first, then the oldest; the newest resolved first. */
export async function listVisibleAlerts({ actor, visible }: Visibility, show: AlertShow, page = 0) {
  const size = 50;
  const members =
    visible === "all"
      ? {}
      : "userId" in visible
        ? { members: { some: { userId: visible.userId } } }
        : { id: visible.projectId };
  const rows = await db.alert.findMany({
    where: {
      state: show === "live" ? { not: "resolved" } : "resolved",
      project: { ...members, deletedAt: null, archivedAt: null, ...NOT_OVER },
    },
    orderBy:
      show === "live"
        ? [{ severity: "asc" }, { openedAt: "asc" }, { id: "asc" }]
        : [{ resolvedAt: "desc" }, { id: "asc" }],
    include: {
      criterion: { select: { key: true } },
      events: SNOOZES,
      project: {
        select: {
          slug: true,
          name: true,
          members: actor.kind === "person" ? { where: { userId: actor.userId } } : false,
        },
      },
    },
    skip: page * size,
    take: size + 1,
  });
  const owners = await namesOf(rows.map(({ ownerId }) => ownerId));
  const items = rows.slice(0, size).map(({ project, criterion, events, ...alert }) => {
    const stored = Array.isArray(project.members) ? project.members.flatMap(({ roles }) => roles) : [];
    return {
      ...alert,
      slug: project.slug,
      project: project.name,
      criterion: criterion?.key ?? null,
      snoozedUntil: snoozedUntil({ state: alert.state, events }),
      owner: owners.get(alert.ownerId) ?? null,
      mayHandle: can(
        ROLES.filter((role) => stored.includes(role)),
        "alert.handle",
      ),
    };
  });
  return { items, more: rows.length > size };
}
