import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import type { OrgAccess } from "#server/access.ts";
import type { Tx } from "#server/db.ts";
import { taskOf } from "#server/jobs/tasks.ts";
import { mutate } from "#server/mutate.ts";

/** One failed job, or all of a task: a receiver that was away for a night leaves many. */
export const failedChoiceSchema = z
  .strictObject({
    job: z
      .string()
      .regex(/^\d{1,18}$/, "The number of a failed job")
      .optional(),
    task: z.string().min(1).max(100).optional(),
  })
  .refine(({ job, task }) => (job === undefined) !== (task === undefined), "Name either a job or a task");
export type FailedChoice = z.infer<typeof failedChoiceSchema>;

/** They wait again, with all their attempts before them. */
export async function runFailedAgain(
  access: OrgAccess<"org.manage">,
  choice: FailedChoice,
): Promise<{ count: number }> {
  return settle(access, choice, "job.run-again", async (tx, ids) => {
    await tx.$executeRaw`select graphile_worker.reschedule_jobs(${ids}::bigint[], run_at => now(), attempts => 0)`;
  });
}

/** They are forgotten, and what they were to do stays undone. The audit keeps what it was. */
export async function dismissFailed(access: OrgAccess<"org.manage">, choice: FailedChoice): Promise<{ count: number }> {
  return settle(access, choice, "job.dismiss", async (tx, ids) => {
    await tx.$executeRaw`select graphile_worker.complete_jobs(${ids}::bigint[])`;
  });
}

type Failed = { id: bigint; task: string; payload: unknown; error: string | null };

const MOST_IN_AUDIT = 100;

async function settle(
  access: OrgAccess<"org.manage">,
  choice: FailedChoice,
  action: string,
  work: (tx: Tx, ids: bigint[]) => Promise<void>,
): Promise<{ count: number }> {
  return mutate(access, async (tx) => {
    const failed = await lockFailed(tx, choice);
    const [first] = failed;
    if (!first && choice.job)
      throw new AppError("NOT_FOUND", "There is no such failed job: perhaps it was run again or dismissed already.");
    if (!first) return { value: { count: 0 }, audit: "unchanged" };
    const ids = failed.map(({ id }) => id);
    await work(tx, ids);
    const subject = { type: "job", id: choice.job ?? first.task, label: taskOf(first.task).label };
    const jobs = failed.slice(0, MOST_IN_AUDIT).map(({ id, payload, error }) => ({ id: String(id), payload, error }));
    return { value: { count: ids.length }, audit: { action, subject, after: { count: ids.length, jobs } } };
  });
}

function lockFailed(tx: Tx, choice: FailedChoice): Promise<Failed[]> {
  const [id, task] = [choice.job ? BigInt(choice.job) : null, choice.task ?? null];
  return tx.$queryRaw<Failed[]>`
    select j.id, t.identifier as task, j.payload, j.last_error as error
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.locked_at is null and j.attempts >= j.max_attempts
      and (${id}::bigint is null or j.id = ${id}::bigint) and (${task}::text is null or t.identifier = ${task}::text)
    order by j.id for update of j`;
}
