import { randomUUID } from "node:crypto";
import { TextResponse } from "#api/route.ts";
import { AppError, type ErrorCode } from "#domain/errors.ts";
import { log } from "#server/log.ts";
import { isOutage } from "#server/outage.ts";

/**
 * MLflow's own manners. Its clients repeat 408, 429 and 5xx for minutes, so a permanent fault is always one of the
 * others; and they know codes by name, not by status.
 */
const CODES: Record<ErrorCode, { status: number; name: string }> = {
  UNAUTHENTICATED: { status: 401, name: "UNAUTHENTICATED" },
  FORBIDDEN: { status: 403, name: "PERMISSION_DENIED" },
  NOT_FOUND: { status: 404, name: "RESOURCE_DOES_NOT_EXIST" },
  INVALID: { status: 400, name: "INVALID_PARAMETER_VALUE" },
  CONFLICT: { status: 400, name: "RESOURCE_ALREADY_EXISTS" },
  GATE_CLOSED: { status: 400, name: "BAD_REQUEST" },
  RATE_LIMITED: { status: 429, name: "REQUEST_LIMIT_EXCEEDED" },
  TOO_LARGE: { status: 413, name: "INVALID_PARAMETER_VALUE" },
};

export function mlflowError(error: unknown): Response {
  if (!(error instanceof AppError)) return isOutage(error) ? away(error) : failed(error);
  const { status, name } = CODES[error.code];
  return answer(status, name, error.message, {
    ...(error.code === "UNAUTHENTICATED" && { "www-authenticate": 'Basic realm="mlflow"' }),
    ...(error.code === "RATE_LIMITED" && { "retry-after": String(error.details.retryAfterSeconds ?? 60) }),
    ...(error.code === "TOO_LARGE" && { connection: "close" }),
  });
}

export function noEndpoint(request: Request): Response {
  const { pathname } = new URL(request.url);
  return answer(404, "ENDPOINT_NOT_FOUND", `There is no ${request.method} ${pathname} here.`);
}

function away(error: unknown): Response {
  log.warn({ err: error }, "the database was not there for a request of MLflow");
  return answer(503, "TEMPORARILY_UNAVAILABLE", "The database is not available at the moment. Try again.", {
    "retry-after": "2",
  });
}

function failed(error: unknown): Response {
  const requestId = randomUUID();
  log.error({ requestId, err: error }, "a request of MLflow failed");
  return answer(500, "INTERNAL_ERROR", `Something went wrong (${requestId}).`);
}

function answer(status: number, code: string, message: string, headers: Record<string, string> = {}): Response {
  return new TextResponse(JSON.stringify({ error_code: code, message }), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}
