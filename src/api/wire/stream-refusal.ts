import { randomUUID } from "node:crypto";
import { Unreadable } from "#api/problem.ts";
import { AppError, type ErrorCode } from "#domain/errors.ts";
import { log } from "#server/log.ts";
import { isOutage } from "#server/outage.ts";

const STATUS: Record<ErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INVALID: 400,
  CONFLICT: 400,
  GATE_CLOSED: 400,
  RATE_LIMITED: 429,
  TOO_LARGE: 413,
};

export type StreamRefusal = { status: number; message: string; headers: Record<string, string> };

/** What senders of streams are told: 429 and 503 mean "again, later", everything else "never like this". */
export function streamRefusal(error: unknown): StreamRefusal {
  if (error instanceof AppError) {
    const { code, message, details } = error;
    const headers: Record<string, string> = {};
    if (code === "RATE_LIMITED") headers["retry-after"] = String(details.retryAfterSeconds ?? 60);
    if (code === "TOO_LARGE") headers.connection = "close";
    return { status: error instanceof Unreadable ? error.status : STATUS[code], message, headers };
  }
  if (isOutage(error)) {
    log.warn({ err: error }, "the database was not there for a stream of points");
    return { status: 503, message: "The database is not available at the moment.", headers: { "retry-after": "5" } };
  }
  const requestId = randomUUID();
  log.error({ requestId, err: error }, "a stream of points failed");
  return { status: 500, message: `Something went wrong (${requestId}).`, headers: {} };
}
