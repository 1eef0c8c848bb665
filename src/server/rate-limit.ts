import { AppError } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { connect } from "#server/db.ts";

export type RateRule = { max: number; windowSeconds: number };
export type RateAnswer = { allowed: boolean; retryAfterSeconds: number };

/**
 * Counts one attempt in a window that starts with the first. One statement, so that the budget is exact across
 * processes and under concurrency. Not audited: a counter is telemetry, not a change of anything.
 */
export async function countAttempt(key: string, rule: RateRule): Promise<RateAnswer> {
  const at = now();
  const [row] = await connect().$queryRaw<{ count: number; startedAt: Date }[]>`
    insert into rate_limit as r (key, count, started_at) values (${key}, 1, ${at})
    on conflict (key) do update set
      count = case when r.started_at <= ${at}::timestamptz - make_interval(secs => ${rule.windowSeconds}) then 1 else r.count + 1 end,
      started_at = case when r.started_at <= ${at}::timestamptz - make_interval(secs => ${rule.windowSeconds}) then ${at}::timestamptz else r.started_at end
    returning count, started_at as "startedAt"`;
  if (!row || row.count <= rule.max) return { allowed: true, retryAfterSeconds: 0 };
  const left = row.startedAt.getTime() + rule.windowSeconds * 1000 - at.getTime();
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(left / 1000)) };
}

/** The same, for verbs: over the budget is an error that says when to come back. */
export async function limitAttempts(key: string, rule: RateRule): Promise<void> {
  const { allowed, retryAfterSeconds } = await countAttempt(key, rule);
  if (!allowed) throw tooMany(retryAfterSeconds);
}

export function tooMany(retryAfterSeconds: number): AppError {
  return new AppError("RATE_LIMITED", `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`, {
    retryAfterSeconds,
  });
}

export async function forgetAttempts(key: string): Promise<void> {
  await connect().rateLimit.deleteMany({ where: { key } });
}

/** Windows that nobody will ask about again. */
export async function sweepAttempts(): Promise<number> {
  const dayAgo = new Date(now().getTime() - 86_400_000);
  return (await connect().rateLimit.deleteMany({ where: { startedAt: { lt: dayAgo } } })).count;
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
