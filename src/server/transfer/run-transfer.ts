import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#domain/errors.ts";
import type { ProjectTransfer } from "#generated/prisma/client.ts";
import { type Actor, bootstrapAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { log } from "#server/log.ts";
import { mutate } from "#server/mutate.ts";
import { getOrganisation } from "#server/organisation.ts";
import { pointsPool } from "#server/points/pool.ts";
import { openArchiveReader } from "#server/transfer/archive-reader.ts";
import { checkProject } from "#server/transfer/check-project.ts";
import { importWishSchema } from "#server/transfer/imports.ts";
import { fileOfTransfer, transferDirectory } from "#server/transfer/limits.ts";
import { loadProject } from "#server/transfer/load-project.ts";
import { writeProject } from "#server/transfer/write-project.ts";

/** What the worker does with a transfer. Cut short, it begins anew: nothing of it was there. */
export async function runTransfer(id: string, signal: AbortSignal): Promise<void> {
  const row = await db.projectTransfer.findUnique({ where: { id } });
  if (!row || (row.state !== "waiting" && row.state !== "running")) return;
  await note(id, { state: "running" });
  try {
    await (row.direction === "out" ? exportNow(row, signal) : importNow(row, signal));
  } catch (error) {
    if (signal.aborted) throw error;
    if (!(error instanceof AppError)) log.error({ transferId: id, err: error }, "a project’s transfer failed");
    const problem = error instanceof AppError ? error.message : "Something went wrong on our side; the log says what.";
    await note(id, { state: "failed", problem, finishedAt: now() });
  }
}

async function exportNow({ id, projectId, artefacts, createdByName }: ProjectTransfer, signal: AbortSignal) {
  if (!projectId) throw new Error("An export without a project");
  const file = fileOfTransfer(id);
  await mkdir(transferDirectory(), { recursive: true, mode: 0o700 });
  const draft = `${file}.part`;
  const { name } = await getOrganisation();
  const wanted = { projectId, artefacts, by: createdByName, organisation: name };
  const manifest = await writeProject(draft, wanted, progressOf(id, signal)).catch(async (error) => {
    await rm(draft, { force: true });
    throw error;
  });
  await rename(draft, file);
  const { size } = await stat(file);
  const sha256 = await hashOf(file);
  await note(id, { state: "done", manifest, sizeBytes: size, sha256, finishedAt: now() });
}

async function importNow(row: ProjectTransfer, signal: AbortSignal) {
  const { id, rowsTotal, sha256 } = row;
  const archive = await openArchiveReader(fileOfTransfer(id));
  try {
    const tell = progressOf(id, signal);
    // read once to check and once to write
    const checked = await checkProject(archive, (rows) => tell(rows / 2, rowsTotal));
    const request = { id, actor: actorOf(row), sha256: sha256 ?? "", wishes: importWishSchema.parse(row.wishes) };
    await loadProject(archive, checked, request, (rows) => tell((rowsTotal + rows) / 2, rowsTotal));
  } finally {
    archive.close();
  }
  await rm(fileOfTransfer(id), { force: true });
}

/** Who asked, as the audit names them. */
function actorOf({ createdById, createdByName }: ProjectTransfer): Actor {
  return createdById
    ? { kind: "person", userId: createdById, name: createdByName, isAdmin: false }
    : { kind: "rule", name: createdByName };
}

type Change = Parameters<Parameters<Parameters<typeof mutate>[1]>[0]["projectTransfer"]["update"]>[0]["data"];

/** The record of a transfer, not of a project: asking for it was audited, and what it made is. */
async function note(id: string, data: Change): Promise<void> {
  await mutate(bootstrapAccess(), async (tx) => {
    await tx.projectTransfer.update({ where: { id }, data });
    return { value: undefined, audit: "unchanged" };
  });
}

const TELL_MS = 500;

/** Writes down how far it is, now and then and beside the transaction; ends the work where the worker stops. */
function progressOf(id: string, signal: AbortSignal): (done: number, total: number) => void {
  let last = 0;
  return (done, total) => {
    signal.throwIfAborted();
    if (performance.now() - last < TELL_MS) return;
    last = performance.now();
    pointsPool()
      .query("update project_transfer set rows_done = $2, rows_total = $3 where id = $1 and state = 'running'", [
        ...[id, Math.floor(done), total],
      ])
      .catch(() => {});
  };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

const DAY_MS = 86_400_000;

/** Files are kept for a day: exports to be fetched, imports to be started. */
export async function sweepTransfers(): Promise<void> {
  const before = new Date(now().getTime() - DAY_MS);
  await mutate(bootstrapAccess(), async (tx) => {
    const old = { createdAt: { lt: before } };
    await tx.projectTransfer.deleteMany({ where: { ...old, direction: "in", state: { in: ["received", "failed"] } } });
    await tx.projectTransfer.updateMany({
      where: { ...old, direction: "out", state: "done" },
      data: { state: "expired" },
    });
    return { value: undefined, audit: "unchanged" };
  });
  for (const name of await readdir(transferDirectory()).catch(() => [])) {
    const file = path.join(transferDirectory(), name);
    const found = await stat(file).catch(() => null);
    if (found && found.mtimeMs < before.getTime()) await rm(file, { force: true });
  }
}
