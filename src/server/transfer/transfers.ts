import type { z } from "zod";
import { AppError } from "#domain/errors.ts";
import type { ProjectTransfer } from "#generated/prisma/client.ts";
import type { Access, Actor, OrgAccess } from "#server/access.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { type Manifest, manifestSchema } from "#server/transfer/manifest.ts";

export const TRANSFER_STATES = ["received", "waiting", "running", "done", "failed", "expired"] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

export type Transfer = {
  id: string;
  state: TransferState;
  createdAt: Date;
  createdByName: string;
  finishedAt: Date | null;
  artefacts: boolean;
  sizeBytes: number | null;
  sha256: string | null;
  rowsDone: number;
  rowsTotal: number;
  problem: string | null;
  manifest: Manifest | null;
};

export type Exporting = Access<"project.export">;
export type Importing = OrgAccess<"project.create">;

export function transferOf(row: ProjectTransfer): Transfer {
  const { id, createdAt, createdByName, finishedAt, artefacts, sha256, rowsDone, rowsTotal, problem } = row;
  return {
    ...{ id, createdAt, createdByName, finishedAt, artefacts, sha256, rowsDone, rowsTotal, problem },
    state: TRANSFER_STATES.find((state) => state === row.state) ?? "failed",
    sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes),
    manifest: row.manifest === null ? null : manifestIn(row.manifest),
  };
}

function manifestIn(stored: z.input<z.ZodUnknown>): Manifest | null {
  return manifestSchema.safeParse(stored).data ?? null;
}

export async function exportRow({ projectId }: Exporting, id: string): Promise<ProjectTransfer> {
  const row = isId(id) ? await db.projectTransfer.findFirst({ where: { id, projectId, direction: "out" } }) : null;
  if (!row) throw new AppError("NOT_FOUND", "There is no such export.");
  return row;
}

/** A file that somebody brought is theirs alone until it is a project. */
export async function importRow({ actor }: Importing, id: string): Promise<ProjectTransfer> {
  const row = isId(id)
    ? await db.projectTransfer.findFirst({ where: { id, direction: "in", ...broughtBy(actor) } })
    : null;
  if (!row) throw new AppError("NOT_FOUND", "There is no such import, or it is somebody else’s.");
  return row;
}

export function broughtBy(actor: Actor): { createdById: string | null } {
  return { createdById: actor.kind === "person" ? actor.userId : null };
}
