import { isTransientCode } from "#server/points/pool.ts";

/** Whether the database or the disk is away, full or overrun, so that the same request may succeed in a moment. */
export function isOutage(error: unknown): boolean {
  for (let at = error, depth = 0; isObject(at) && depth < MOST; at = beneath(at), depth++) {
    if ([at.code, at.originalCode].some((code) => typeof code === "string" && mayPass(code))) return true;
    if (typeof at.message === "string" && SIGNS.test(at.message)) return true;
  }
  return false;
}

const MOST = 6;

/** Prisma keeps what the driver said in `cause`, or for some errors in `meta`, and there as an object that is no error. */
function beneath({ cause, meta }: Known): unknown {
  return cause ?? (isObject(meta) ? meta.driverAdapterError : undefined);
}

type Known = Record<string, unknown>;

function isObject(value: unknown): value is Known {
  return typeof value === "object" && value !== null;
}

/** Class 53 of Postgres: no disk, no memory, no connections. */
function mayPass(code: string): boolean {
  return isTransientCode(code) || PASSING.has(code) || /^53.{3}$/.test(code);
}

/** A statement or a lock that took too long, a full or failing disk; and of Prisma: unreachable, timed out, closed, no connection free. */
const PASSING = new Set(
  ["57014", "55P03", "25P03", "ENOSPC", "EDQUOT", "EIO"].concat(
    "P1001",
    "P1002",
    "P1008",
    "P1017",
    "P2024",
    "P2028",
    "P2034",
  ),
);
const SIGNS =
  /DatabaseNotReachable|Can't reach database server|ConnectionClosed|SocketTimeout|TransactionWriteConflict|timeout exceeded when trying to connect|Connection terminated|too many clients/i;
