import { rm } from "node:fs/promises";
import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { enqueue } from "#server/jobs/queue.ts";
import { receiveInto } from "#server/mlflow/artefacts.ts";
import { mutate } from "#server/mutate.ts";
import { newProjectSchema, takenSlug } from "#server/projects.ts";
import { type ArchiveReader, openArchiveReader } from "#server/transfer/archive-reader.ts";
import { readManifest, readPeople } from "#server/transfer/check-project.ts";
import { fileOfTransfer, importLimit } from "#server/transfer/limits.ts";
import type { Manifest, NamedPerson } from "#server/transfer/manifest.ts";
import { matchPeople } from "#server/transfer/match-people.ts";
import { broughtBy, type Importing, importRow, type Transfer, transferOf } from "#server/transfer/transfers.ts";

export const importWishSchema = z.strictObject({
  name: newProjectSchema.shape.name.optional(),
  slug: newProjectSchema.shape.slug,
});

export type ImportPreview = Transfer & {
  /** Of the new project, once it is there. */
  slug: string | null;
  people: { matched: (NamedPerson & { here: string })[]; byNameOnly: NamedPerson[] } | null;
};

const MOST_WAITING = 3;

/** Takes a file in and says what it holds; nothing of it is a project yet. */
export async function receiveImport(
  access: Importing,
  body: { stream: ReadableStream<Uint8Array> | null; declared: number | null },
): Promise<ImportPreview> {
  const limit = importLimit();
  if (body.declared !== null && body.declared > limit) throw tooLarge(limit);
  const mine = { direction: "in", state: "received", ...broughtBy(access.actor) };
  if ((await db.projectTransfer.count({ where: mine })) >= MOST_WAITING)
    throw new AppError("CONFLICT", `${MOST_WAITING} of your files wait already. Import or discard one of them first.`);
  const id = crypto.randomUUID();
  const file = fileOfTransfer(id);
  try {
    const { sizeBytes, sha256 } = await receiveInto(file, body.stream, limit, tooLarge);
    const { manifest, people } = await within(file, async (archive) => {
      const found = await readManifest(archive);
      return { manifest: found, people: await readPeople(archive, found) };
    });
    const row = await mutate(access, async (tx) => {
      const value = await tx.projectTransfer.create({
        data: {
          ...{ id, direction: "in", state: "received", manifest, sizeBytes, sha256 },
          ...{ ...broughtBy(access.actor), createdByName: access.actor.name, createdAt: now() },
          ...{ artefacts: manifest.artefacts === "included", rowsTotal: rowsOf(manifest) },
        },
      });
      return { value, audit: noteOf("import.receive", value.id, manifest, { sha256 }) };
    });
    return { ...transferOf(row), slug: null, people: await sorted(people) };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** How it stands; before it is started, also who would be matched. */
export async function getImport(access: Importing, id: string): Promise<ImportPreview> {
  const row = await importRow(access, id);
  const transfer = transferOf(row);
  const project = row.projectId && (await db.project.findUnique({ where: { id: row.projectId } }));
  const { state, manifest } = transfer;
  const people =
    state === "received" && manifest
      ? await within(fileOfTransfer(id), (archive) => readPeople(archive, manifest))
      : null;
  return { ...transfer, slug: project ? project.slug : null, people: people && (await sorted(people)) };
}

/** Asks the worker to make the project. */
export async function startImport(
  access: Importing,
  id: string,
  wishes: z.infer<typeof importWishSchema>,
): Promise<Transfer> {
  const { manifest } = transferOf(await importRow(access, id));
  if (wishes.slug && (await db.project.count({ where: { slug: wishes.slug } }))) throw takenSlug(wishes.slug);
  return mutate(access, async (tx) => {
    const { count } = await tx.projectTransfer.updateMany({
      where: { id, state: { in: ["received", "failed"] } },
      data: { state: "waiting", wishes, problem: null, rowsDone: 0, finishedAt: null },
    });
    if (count === 0) throw new AppError("CONFLICT", "This import was started already.");
    await enqueue(tx, "transfer", { transferId: id });
    const row = await tx.projectTransfer.findUniqueOrThrow({ where: { id } });
    return { value: transferOf(row), audit: noteOf("import.start", id, manifest, wishes) };
  });
}

/** Throws the file away. */
export async function discardImport(access: Importing, id: string): Promise<void> {
  const { manifest } = transferOf(await importRow(access, id));
  await mutate(access, async (tx) => {
    const { count } = await tx.projectTransfer.deleteMany({ where: { id, state: { in: ["received", "failed"] } } });
    if (count === 0) throw new AppError("CONFLICT", "This import was started already, so it stays.");
    return { value: undefined, audit: noteOf("import.discard", id, manifest, undefined) };
  });
  await rm(fileOfTransfer(id), { force: true });
}

async function within<T>(file: string, work: (archive: ArchiveReader) => Promise<T>): Promise<T> {
  const archive = await openArchiveReader(file);
  try {
    return await work(archive);
  } finally {
    archive.close();
  }
}

async function sorted(people: readonly NamedPerson[]): Promise<NonNullable<ImportPreview["people"]>> {
  const found = await matchPeople(db, people);
  return {
    matched: people.flatMap((person) => {
      const here = found.get(person.id);
      return here ? [{ ...person, here: here.name }] : [];
    }),
    byNameOnly: people.filter(({ id }) => !found.has(id)),
  };
}

function rowsOf({ parts }: Manifest): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

function noteOf(action: string, id: string, manifest: Manifest | null, after: unknown) {
  return { action, subject: { type: "transfer", id, label: manifest?.project.name ?? "" }, after };
}

function tooLarge(limit: number): AppError {
  const most = Math.floor(limit / 2 ** 20).toLocaleString("en");
  return new AppError(
    "TOO_LARGE",
    `The file is larger than ${most} MB. Whoever runs this installation can raise THROUGHLINE_IMPORT_LIMIT_MB.`,
  );
}

/** The caller's files of which no project was made yet. */
export async function listImports({ actor }: Importing): Promise<Transfer[]> {
  const where = { direction: "in", state: { not: "done" }, ...broughtBy(actor) };
  return (await db.projectTransfer.findMany({ where, orderBy: { createdAt: "desc" }, take: 10 })).map(transferOf);
}
