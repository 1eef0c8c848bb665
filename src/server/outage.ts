import { isTransient } from "#server/points/pool.ts";

/** Whether the database is away or overrun, so that the same request may succeed in a moment. */
export function isOutage(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if (isTransient(at) || SIGNS.test(at.message)) return true;
    if ("code" in at && typeof at.code === "string" && PRISMA_AWAY.has(at.code)) return true;
  }
  return false;
}

/** Unreachable, timed out, closed, no connection free in time. */
const PRISMA_AWAY = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
const SIGNS =
  /DatabaseNotReachable|Can't reach database server|ConnectionClosed|timeout exceeded when trying to connect|Connection terminated|too many clients/i;
