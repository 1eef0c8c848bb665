import { createHash } from "node:crypto";
import { now } from "#server/clock.ts";
import { firstOf, type Logging, type Looking, rowsOf } from "#server/mlflow/store.ts";

export type ArtefactRow = { path: string; blob: string; sizeBytes: number; sha256: string };

const COLUMNS = `path, blob, size_bytes as "sizeBytes", sha256`;

export async function findArtefact({ projectId }: Looking, path: string): Promise<ArtefactRow | null> {
  return firstOf(`select ${COLUMNS} from mlflow_artefact where project_id = $1 and path = $2`, [projectId, path]);
}

/** Returns the blob that lay there before. */
export async function placeArtefact({ projectId }: Logging, row: ArtefactRow): Promise<string | null> {
  const { path, blob, sizeBytes, sha256 } = row;
  const placed = await firstOf<{ before: string | null }>(
    `insert into mlflow_artefact (project_id, path, blob, size_bytes, sha256, updated_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (project_id, path) do update set blob = excluded.blob, size_bytes = excluded.size_bytes,
       sha256 = excluded.sha256, updated_at = excluded.updated_at
     returning (select blob from mlflow_artefact where project_id = $1 and path = $2) as before`,
    [projectId, path, blob, sizeBytes, sha256, now()],
  );
  return placed?.before ?? null;
}

/** A file, or everything below a folder; returns the blobs that are free now. */
export async function unplaceArtefacts({ projectId }: Logging, path: string): Promise<string[]> {
  const rows = await rowsOf<{ blob: string }>(
    `delete from mlflow_artefact where project_id = $1 and (path = $2 or starts_with(path, $2 || '/')) returning blob`,
    [projectId, path],
  );
  return rows.map(({ blob }) => blob);
}

export type Listed = { name: string; isFolder: boolean; sizeBytes: number };
const MOST_LISTED = 50_000;

/** What lies directly in a folder, folders and files by name. */
export async function listArtefacts({ projectId }: Looking, folder: string): Promise<Listed[]> {
  return rowsOf(
    `select split_part(rest, '/', 1) as name, bool_or(position('/' in rest) > 0) as "isFolder", max(size_bytes) as "sizeBytes"
     from (select substr(path, length($2) + 1) as rest, size_bytes from mlflow_artefact
       where project_id = $1 and starts_with(path, $2)) as below
     group by 1 order by 1 limit ${MOST_LISTED}`,
    [projectId, folder === "" ? "" : `${folder}/`],
  );
}

/** Every file below a folder, by its whole path. */
export async function listFiles({ projectId }: Looking, folder: string): Promise<ArtefactRow[]> {
  return rowsOf(
    `select ${COLUMNS} from mlflow_artefact where project_id = $1 and starts_with(path, $2 || '/')
     order by path collate "C" limit ${MOST_LISTED}`,
    [projectId, folder],
  );
}

/** One SHA-256 over the sorted names and hashes of all files below; null where there are none. */
export async function manifestHash({ projectId }: Looking, folder: string): Promise<string | null> {
  const rows = await rowsOf<{ path: string; sha256: string }>(
    `select path, sha256 from mlflow_artefact where project_id = $1 and (path = $2 or starts_with(path, $2 || '/'))
     order by path collate "C"`,
    [projectId, folder],
  );
  if (rows.length === 0) return null;
  const hash = createHash("sha256");
  for (const { path, sha256 } of rows) hash.update(`${sha256}  ${path.slice(folder.length + 1)}\n`);
  return hash.digest("hex");
}
