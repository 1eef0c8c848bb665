import { AppError } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { pointsPool } from "#server/points/pool.ts";

/** An answer as the door gave it. `response` is stored as JSON. */
export type Answer = { status: number; response: unknown };
type Stored = Answer & { body_hash: string; created_at: Date };

/** While the first request runs its row says so; an older one belongs to a process that died. */
const RUNNING = 0;
const ABANDONED_MS = 60_000;
const KEPT_MS = 24 * 3_600_000;
const WAIT_MS = 15_000;

/**
 * Runs `work` once for this token and key, and gives its answer to every repetition. The same key with another body is
 * CONFLICT. A failure is not kept, so that it may be tried again with the same key.
 */
export async function withIdempotency(
  tokenId: string,
  key: string,
  bodyHash: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (key.length > 200) throw new AppError("INVALID", "An Idempotency-Key has at most 200 characters");
  const earlier = await claimOrFind(tokenId, key, bodyHash);
  if (earlier) return earlier;
  try {
    const answer = await work();
    await pointsPool().query("update idempotency_key set status = $3, response = $4 where token_id = $1 and key = $2", [
      tokenId,
      key,
      answer.status,
      JSON.stringify(answer.response),
    ]);
    return answer;
  } catch (error) {
    await pointsPool().query("delete from idempotency_key where token_id = $1 and key = $2 and status = $3", [
      tokenId,
      key,
      RUNNING,
    ]);
    throw error;
  }
}

export async function dropExpiredKeys(): Promise<number> {
  const { rowCount } = await pointsPool().query("delete from idempotency_key where created_at < $1", [
    new Date(now().getTime() - KEPT_MS),
  ]);
  return rowCount ?? 0;
}

/** Null: the row is ours and the work ours to do. */
async function claimOrFind(tokenId: string, key: string, bodyHash: string): Promise<Answer | null> {
  const until = Date.now() + WAIT_MS;
  while (Date.now() < until) {
    if (await claim(tokenId, key, bodyHash)) return null;
    const { rows } = await pointsPool().query<Stored>(
      "select status, response, body_hash, created_at from idempotency_key where token_id = $1 and key = $2",
      [tokenId, key],
    );
    const [stored] = rows;
    if (stored && stored.body_hash !== bodyHash)
      throw new AppError("CONFLICT", "This Idempotency-Key was used with another body");
    if (stored && stored.status !== RUNNING) return { status: stored.status, response: stored.response };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new AppError("CONFLICT", "The first request with this Idempotency-Key is still running");
}

async function claim(tokenId: string, key: string, bodyHash: string): Promise<boolean> {
  const at = now();
  const { rowCount } = await pointsPool().query(
    `insert into idempotency_key as k (token_id, key, body_hash, status, response, created_at)
     values ($1, $2, $3, ${RUNNING}, 'null', $4)
     on conflict (token_id, key) do update set created_at = $4
       where k.status = ${RUNNING} and k.body_hash = $3 and k.created_at < $5`,
    [tokenId, key, bodyHash, at, new Date(at.getTime() - ABANDONED_MS)],
  );
  return rowCount === 1;
}
