import type { OrgAccess } from "#server/access.ts";
import { db } from "#server/db.ts";
import { mailIsConfigured } from "#server/mail.ts";
import { ownPerson } from "#server/own-person.ts";

const MOST_PROJECTS = 500;

/** The projects of which a person could hear, by name. */
export async function listOwnProjects(access: OrgAccess<"own.profile">): Promise<{ id: string; name: string }[]> {
  return db.project.findMany({
    where: { deletedAt: null, members: { some: { userId: ownPerson(access).userId } } },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
    take: MOST_PROJECTS,
  });
}

/** Whether to offer mail: where there is any, and this person never had it. Who removed it is not asked again. */
export async function mailIsNew(access: OrgAccess<"own.profile">): Promise<boolean> {
  if (!mailIsConfigured()) return false;
  return (await db.channel.count({ where: { userId: ownPerson(access).userId, kind: "email" } })) === 0;
}

export type SilentChannel = { id: string; name: string; because: string; since: Date };

/** Channels of this person that were given up: news that they count on no longer comes. */
export async function listSilentChannels(access: OrgAccess<"own.profile">): Promise<SilentChannel[]> {
  const rows = await db.channel.findMany({
    where: { userId: ownPerson(access).userId, removedAt: null, pausedAt: { not: null }, pausedBecause: { not: null } },
    select: { id: true, name: true, pausedBecause: true, pausedAt: true },
    orderBy: { pausedAt: "asc" },
  });
  return rows.flatMap(({ id, name, pausedBecause: because, pausedAt: since }) =>
    because && since ? [{ id, name, because, since }] : [],
  );
}
