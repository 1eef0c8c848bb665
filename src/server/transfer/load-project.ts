import { randomUUID } from "node:crypto";
import { RETENTION_DAYS } from "#domain/metric-points.ts";
import { roleConflict } from "#domain/permissions.ts";
import { slugOf } from "#domain/slug.ts";
import { ROLES, type Role } from "#domain/vocabulary.ts";
import { type Actor, bootstrapAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";
import { ensurePartitions } from "#server/points/partitions.ts";
import { freeSlug, queueForAddress, takenSlug } from "#server/projects.ts";
import { rebuildSummary } from "#server/summary.ts";
import type { ArchiveReader } from "#server/transfer/archive-reader.ts";
import type { Checked } from "#server/transfer/check-project.ts";
import { mapLine, newTurn, turnIds } from "#server/transfer/id-map.ts";
import { keepFiles, removeArtefacts } from "#server/transfer/load-files.ts";
import { type Loading, loadRows } from "#server/transfer/load-rows.ts";
import { matchPeople } from "#server/transfer/match-people.ts";
import { PARTS, PROJECT } from "#server/transfer/parts.ts";

export type Wishes = { name?: string | undefined; slug?: string | undefined };
export type Import = { id: string; actor: Actor; sha256: string; wishes: Wishes };

const LONGEST_SECONDS = 60 * 60;

/**
 * Makes a new project of a checked file, in one transaction: it is there whole, or nothing is. The bytes come first, under
 * names that nothing refers to until the rows are there.
 */
export async function loadProject(
  archive: ArchiveReader,
  checked: Checked,
  request: Import,
  tell: (rows: number) => void,
): Promise<string> {
  const projectId = randomUUID();
  await ensurePartitions([...checked.days]);
  const kept = { artefacts: 0 };
  try {
    await keepFiles(archive, checked, projectId, kept);
    return await mutate(
      bootstrapAccess(request.actor.name),
      (tx) => load(tx, archive, checked, { ...request, projectId, tell }),
      LONGEST_SECONDS,
    );
  } catch (error) {
    await removeArtefacts(archive, checked, projectId, kept);
    throw error;
  }
}

type Request = Import & { projectId: string; tell: (rows: number) => void };

async function load(tx: Tx, archive: ArchiveReader, checked: Checked, request: Request) {
  const { projectId, actor } = request;
  const matched = await matchPeople(tx, checked.people);
  const turn = turnIds(newTurn());
  const people = new Map(checked.people.map(({ id }) => [id, matched.get(id)?.id ?? turn(id)]));
  const known = { own: checked.ids, people, project: [checked.manifest.project.id, projectId] as const };
  const loading: Loading = {
    ...{ projectId, importId: request.id, map: mapLine(known, turn) },
    series: await reserveSeries(tx, checked.seriesCount),
    oldestPoint: new Date(now().getTime() - RETENTION_DAYS * 86_400_000),
  };
  let rows = 0;
  for (const part of [PROJECT, ...PARTS]) {
    rows += await loadRows(tx, archive, checked, part, loading);
    request.tell(rows);
  }
  await admit(tx, checked, people, new Set([...matched.values()].map(({ id }) => id)), request);
  const project = await nameProject(tx, checked, request);
  await rebuildSummary(tx, projectId);
  await tx.projectTransfer.update({
    where: { id: request.id },
    data: { state: "done", projectId, finishedAt: now(), rowsDone: rows },
  });
  return { value: project.slug, audit: noteOf(checked, request, project, matched.size, actor) };
}

function noteOf(
  { manifest, people }: Checked,
  { sha256, projectId }: Request,
  project: { name: string; slug: string },
  matched: number,
  actor: Actor,
) {
  const { from, exportedAt, exportedBy, productVersion, project: original } = manifest;
  return {
    action: "project.import",
    subject: { type: "project", id: projectId, label: project.name },
    projectId,
    actor,
    after: {
      ...{ from: from.address, organisation: from.organisation, original: original.slug, originalId: original.id },
      ...{ exportedAt, exportedBy, productVersion, sha256, slug: project.slug },
      people: { matched, byNameOnly: people.length - matched },
    },
  };
}

/** Numbers of series are the installation's own: new ones, in the order of the old. */
async function reserveSeries(tx: Tx, count: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ number: bigint }[]>`
    select nextval(pg_get_serial_sequence('series', 'id')) as number from generate_series(1, ${count}::int)`;
  return rows.map(({ number }) => String(number));
}

/** Members who are known here keep their roles; the others stay as names. Who imports leads. */
async function admit(
  tx: Tx,
  { people }: Checked,
  ids: ReadonlyMap<string, string>,
  matched: ReadonlySet<string>,
  { projectId, actor }: Request,
): Promise<void> {
  const at = now();
  const members = new Map<string, { roles: Role[]; addedAt: Date }>();
  for (const person of people) {
    const id = ids.get(person.id) ?? person.id;
    const roles = ROLES.filter((role) => person.roles.includes(role));
    const addedAt = person.addedAt ? new Date(person.addedAt) : null;
    if (!matched.has(id))
      await tx.importedPerson.create({
        data: { projectId, id, name: person.name, email: person.email, roles, addedAt },
      });
    else if (roles.length > 0) members.set(id, { roles, addedAt: addedAt ?? at });
  }
  if (actor.kind === "person") {
    const own = members.get(actor.userId);
    const roles: Role[] = own ? [...new Set<Role>([...own.roles, "LD"])] : ["PM", "LD"];
    members.set(actor.userId, { roles: ROLES.filter((role) => roles.includes(role)), addedAt: own?.addedAt ?? at });
  }
  await tx.member.createMany({
    data: [...members].map(([userId, { roles, addedAt }]) => ({
      ...{ projectId, userId, addedAt },
      roles: roleConflict(roles) ? roles.filter((role) => role !== "RV") : roles,
    })),
  });
}

/** Last, because addresses are given out one by one and nobody should wait for the rows. */
async function nameProject(tx: Tx, { manifest }: Checked, { projectId, wishes }: Request) {
  await queueForAddress(tx);
  const name = wishes.name ?? manifest.project.name;
  if (wishes.slug && (await tx.project.count({ where: { slug: wishes.slug } }))) throw takenSlug(wishes.slug);
  const slug = wishes.slug ?? (await freeSlug(tx, wishes.name ? slugOf(name) : manifest.project.slug));
  return tx.project.update({ where: { id: projectId }, data: { slug, name }, select: { slug: true, name: true } });
}
