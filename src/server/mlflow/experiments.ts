import { AppError, invalid } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { orderOf, type Reading, Values, whereOf } from "#server/mlflow/search-sql.ts";
import {
  firstOf,
  type Logging,
  type Looking,
  missing,
  offsetIn,
  pageOf,
  rowsOf,
  textsOf,
} from "#server/mlflow/store.ts";
import { codeOf, pointsPool } from "#server/points/pool.ts";
import { parseFilter } from "#wire/mlflow/filter.ts";
import { parseOrder } from "#wire/mlflow/order.ts";
import type { View } from "#wire/mlflow/requests.ts";
import type { ExperimentRow } from "#wire/mlflow/rows.ts";
import { EXPERIMENTS } from "#wire/mlflow/search-targets.ts";

const COLUMNS = `id, name, tags, created_at as "createdAt", updated_at as "updatedAt", deleted_at as "deletedAt"`;
const UNIQUE_VIOLATION = "23505";

type Pair = { key: string; value: string };

/** Numbered from 1 within the project. Two at once may want the same number: the slower one takes the next. */
export async function createExperiment({ projectId }: Logging, name: string, tags: readonly Pair[]): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const made = await firstOf<{ id: number }>(
        `insert into mlflow_experiment (project_id, id, name, tags, created_at, updated_at)
         select $1, coalesce(max(id), 0) + 1, $2, $3, $4, $4 from mlflow_experiment where project_id = $1 returning id`,
        [projectId, name, textsOf(tags), now().getTime()],
      );
      if (made) return made.id;
    } catch (error) {
      if (codeOf(error) !== UNIQUE_VIOLATION) throw error;
      const taken = await findByName(projectId, name);
      if (taken) throw new AppError("CONFLICT", alreadyThere(taken));
      if (attempt >= 5) throw error;
    }
  }
}

function alreadyThere({ name, deletedAt }: ExperimentRow): string {
  return `Experiment(name=${name}) already exists.${deletedAt === null ? "" : " It is deleted; restore it, or take another name."}`;
}

export async function getExperiment({ projectId }: Looking, id: number): Promise<ExperimentRow> {
  const found = await findById(projectId, id);
  if (found) return found;
  throw missing(`No Experiment with id=${id} exists: it was`);
}

export async function getExperimentNamed({ projectId }: Looking, name: string): Promise<ExperimentRow> {
  const found = name === DEFAULT ? await findById(projectId, 0) : await findByName(projectId, name);
  if (!found) throw new AppError("NOT_FOUND", `Could not find experiment with name '${name}'`);
  return found;
}

/** An experiment that can be logged to. */
export async function requireActiveExperiment(access: Logging, id: number): Promise<ExperimentRow> {
  const found = await getExperiment(access, id);
  if (found.deletedAt !== null)
    throw invalid("experiment_id", `The experiment ${id} must be in the 'active' state. Current state is deleted.`);
  return found;
}

export async function searchExperiments(
  { projectId }: Looking,
  asked: {
    filter?: string | undefined;
    order_by: readonly string[];
    view_type: View;
    max_results: number;
    page_token?: string | undefined;
  },
) {
  await ensureDefault(projectId);
  const offset = offsetIn(asked.page_token);
  const values = new Values(projectId, asked.max_results + 1, offset);
  const where = whereOf(parseFilter(EXPERIMENTS, asked.filter), READING, values);
  const order = orderOf(parseOrder(EXPERIMENTS, asked.order_by), READING, values, "created_at desc, id desc");
  const rows = await rowsOf<ExperimentRow>(
    `select ${COLUMNS} from mlflow_experiment
     where project_id = $1${viewed(asked.view_type)}${where} order by ${order} limit $2 offset $3`,
    values.list,
  );
  return pageOf(rows, offset, asked.max_results);
}

export function viewed(view: View): string {
  if (view === "ALL") return "";
  return view === "ACTIVE_ONLY" ? " and deleted_at is null" : " and deleted_at is not null";
}

export async function changeExperiment(
  { projectId }: Logging,
  id: number,
  change: { name?: string | undefined; tags?: readonly Pair[]; untag?: string; deleted?: boolean },
): Promise<void> {
  const { name, tags = [], untag, deleted } = change;
  const at = now().getTime();
  const values = [projectId, id, name ?? null, textsOf(tags), untag ?? "", at, deleted ?? null];
  const { rowCount } = await pointsPool()
    .query(CHANGE, values)
    .catch((error: unknown) => {
      if (codeOf(error) !== UNIQUE_VIOLATION) throw error;
      throw new AppError("CONFLICT", `Experiment(name=${name}) already exists.`);
    });
  if (rowCount === 0) throw missing(`Experiment with id=${id}`);
}

/** With an experiment its runs go and come back; those that were deleted before it, at another time, stay deleted. */
const CHANGE = `with known as (
    select deleted_at from mlflow_experiment where project_id = $1 and id = $2 for update
  ), changed as (
    update mlflow_experiment e set name = coalesce($3, name), tags = (tags || $4::jsonb) - $5::text, updated_at = $6,
      deleted_at = case when $7::boolean is null then e.deleted_at when $7 then coalesce(e.deleted_at, $6) end
    from known where project_id = $1 and id = $2 returning e.id, e.deleted_at, known.deleted_at as before
  ), runs as (
    update mlflow_run r set deleted_at = changed.deleted_at from changed
    where r.project_id = $1 and r.experiment_id = changed.id and changed.before is distinct from changed.deleted_at
      and r.deleted_at is not distinct from changed.before
  ) select id from changed`;

const READING: Reading = { attribute: (column) => column };
const DEFAULT = "Default";

async function findById(projectId: string, id: number): Promise<ExperimentRow | null> {
  if (id === 0) await ensureDefault(projectId);
  return firstOf(`select ${COLUMNS} from mlflow_experiment where project_id = $1 and id = $2`, [projectId, id]);
}

async function findByName(projectId: string, name: string): Promise<ExperimentRow | null> {
  return firstOf(`select ${COLUMNS} from mlflow_experiment where project_id = $1 and name = $2`, [projectId, name]);
}

/** Scripts that name no experiment log to number 0, which is there before anybody made it. */
async function ensureDefault(projectId: string): Promise<void> {
  await rowsOf(
    `insert into mlflow_experiment (project_id, id, name, created_at, updated_at) values ($1, 0, $2, $3, $3)
     on conflict do nothing returning id`,
    [projectId, DEFAULT, now().getTime()],
  );
}
