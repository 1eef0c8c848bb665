import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { now } from "#server/clock.ts";
import { log } from "#server/log.ts";
import { artefactDirectory, blobStore } from "#server/mlflow/blob-store.ts";
import { pointsPool } from "#server/points/pool.ts";

/**
 * The bytes of a project that is about to go for good; its rows go with it. False where the store was away: then the
 * project stays until the next time, because nothing else knows the names.
 */
export async function purgeArtefacts(projectId: string): Promise<boolean> {
  const { rows } = await pointsPool().query<{ blob: string }>(
    "select blob from mlflow_artefact where project_id = $1",
    [projectId],
  );
  try {
    for (const { blob } of rows) await blobStore().remove(blob);
    return true;
  } catch (error) {
    log.warn({ projectId, err: error }, "artefacts of a deleted project could not be removed");
    return false;
  }
}

const DAY_MS = 86_400_000;

/** Uploads that nobody finished because the process died over them. */
export async function sweepIncoming(): Promise<void> {
  const directory = path.join(artefactDirectory(), "incoming");
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    const file = path.join(directory, name);
    const found = await stat(file).catch(() => null);
    if (found && found.mtimeMs < now().getTime() - DAY_MS) await rm(file, { force: true });
  }
}
