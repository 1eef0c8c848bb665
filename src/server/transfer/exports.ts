import { createReadStream } from "node:fs";
import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import { byteStream } from "#lib/byte-stream.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { enqueue } from "#server/jobs/queue.ts";
import { mutate } from "#server/mutate.ts";
import { fileOfTransfer } from "#server/transfer/limits.ts";
import { broughtBy, type Exporting, exportRow, type Transfer, transferOf } from "#server/transfer/transfers.ts";

export const exportWishSchema = z.strictObject({
  artefacts: z.boolean().default(true).meta({ description: "Whether the bytes of MLflow’s artefacts go along." }),
});

/** Asks for the project as one file; the worker writes it. One that is on its way already is the one asked for. */
export async function requestExport(
  access: Exporting,
  { artefacts }: z.infer<typeof exportWishSchema>,
): Promise<Transfer> {
  const { projectId, actor } = access;
  return mutate(access, async (tx) => {
    const standing = { projectId, direction: "out", state: { in: ["waiting", "running"] } };
    const before = await tx.projectTransfer.findFirst({ where: standing });
    if (before && before.artefacts === artefacts) return { value: transferOf(before), audit: "unchanged" };
    if (before) throw new AppError("CONFLICT", "Another export of this project is being written. Wait for it.");
    const row = await tx.projectTransfer.create({
      data: {
        ...{ projectId, direction: "out", state: "waiting", artefacts },
        ...{ ...broughtBy(actor), createdByName: actor.name, createdAt: now() },
      },
    });
    await enqueue(tx, "transfer", { transferId: row.id });
    const subject = { type: "project", id: projectId, label: access.slug };
    return { value: transferOf(row), audit: { action: "project.export", subject, after: { artefacts } } };
  });
}

const SHOWN = 5;

export async function listExports({ projectId }: Exporting): Promise<Transfer[]> {
  const where = { projectId, direction: "out" };
  return (await db.projectTransfer.findMany({ where, orderBy: { createdAt: "desc" }, take: SHOWN })).map(transferOf);
}

export async function getExport(access: Exporting, id: string): Promise<Transfer> {
  return transferOf(await exportRow(access, id));
}

/** The file as it lies on disk. */
export async function openExport(access: Exporting, id: string) {
  const { state, sizeBytes, createdAt } = transferOf(await exportRow(access, id));
  if (state === "expired") throw new AppError("CONFLICT", "The file was kept for a day and is gone. Export again.");
  if (state !== "done" || sizeBytes === null) throw new AppError("CONFLICT", "The file is not written yet.");
  const stream = createReadStream(fileOfTransfer(id));
  await new Promise<void>((resolve, reject) => stream.once("open", () => resolve()).once("error", reject));
  return {
    name: `${access.slug}-${createdAt.toISOString().slice(0, 10)}.throughline.zip`,
    sizeBytes,
    stream: byteStream(stream),
  };
}

/** What MLflow's files would add to an export. */
export async function measureArtefacts({ projectId }: Exporting): Promise<{ count: number; bytes: number }> {
  const found = await db.mlflowArtefact.aggregate({ where: { projectId }, _count: true, _sum: { sizeBytes: true } });
  return { count: found._count, bytes: Number(found._sum.sizeBytes ?? 0) };
}
