import { type Actor, portfolioOf } from "#server/access.ts";
import { db } from "#server/db.ts";
import { listInbox } from "#server/inbox.ts";
import { NOT_OVER } from "#server/resting.ts";

/** What the frame of every page counts: what waits for the reader, open alerts they may see, projects they starred. */
export async function shellFigures(actor: Extract<Actor, { kind: "person" }>) {
  const { visible } = portfolioOf(actor);
  const mine = visible === "all" ? {} : { members: { some: { userId: actor.userId } } };
  const [inbox, alertCount, stars] = await Promise.all([
    listInbox(actor),
    db.alert.count({
      where: { state: { not: "resolved" }, project: { ...mine, deletedAt: null, archivedAt: null, ...NOT_OVER } },
    }),
    db.star.findMany({
      where: { userId: actor.userId, project: { ...mine, deletedAt: null } },
      include: { project: { select: { slug: true, name: true } } },
      take: 12,
    }),
  ]);
  const starred = stars.map(({ project }) => project).sort((a, b) => a.name.localeCompare(b.name, "en"));
  return { inboxCount: inbox.length, alertCount, starred };
}
