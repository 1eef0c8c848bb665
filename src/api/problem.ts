import { randomUUID } from "node:crypto";
import { AppError, type ErrorCode, type Issue } from "#domain/errors.ts";
import { log } from "#server/log.ts";
import { isOutage } from "#server/outage.ts";

/** A body that is no JSON, or comes in a form that is not read: refused before its content means anything. */
export class Unreadable extends AppError {
  readonly status: 400 | 415;

  constructor(status: 400 | 415, message: string) {
    super("INVALID", message);
    this.status = status;
  }
}

export const PROBLEM_CODES = {
  UNAUTHENTICATED: {
    status: 401,
    title: "Not signed in",
    meaning: "No token, or one that is unknown, revoked or over.",
  },
  FORBIDDEN: { status: 403, title: "Not allowed", meaning: "The caller is known, and may not; `detail` says who may." },
  NOT_FOUND: { status: 404, title: "Not found", meaning: "It is not there, or not for the caller to know about." },
  INVALID: {
    status: 422,
    title: "Not valid",
    meaning: "`issues` says what, by path. 400 where the body is not even JSON.",
  },
  CONFLICT: { status: 409, title: "Conflict", meaning: "Somebody was faster, or the state forbids it; see `current`." },
  GATE_CLOSED: { status: 409, title: "The gate is closed", meaning: "`requirements` says what is not met." },
  RATE_LIMITED: {
    status: 429,
    title: "Too many requests",
    meaning: "`Retry-After` says when to come back, in seconds.",
  },
  TOO_LARGE: {
    status: 413,
    title: "Too large",
    meaning: "JSON has 1 MB, points 8 MB and 10,000 of them, files 25 MB.",
  },
  UNKNOWN: { status: 500, title: "Something went wrong", meaning: "Our fault. The log has more under `requestId`." },
  UNAVAILABLE: { status: 503, title: "Not available", meaning: "The database is away, or the program is stopping." },
} as const satisfies Record<ErrorCode | "UNKNOWN" | "UNAVAILABLE", { status: number; title: string; meaning: string }>;
export type ProblemCode = keyof typeof PROBLEM_CODES;

/** Nobody reads more of them, and a hostile body could ask for a hundred thousand. */
const MAX_ISSUES = 100;

/** The API's one translation of what was thrown (RFC 9457). */
export function problemOf(error: unknown): Response {
  if (!(error instanceof AppError)) return isOutage(error) ? outage(error) : unknown(error);
  const { code, message, details } = error;
  switch (code) {
    case "UNAUTHENTICATED":
      return problem(code, message, {}, { "www-authenticate": "Bearer" });
    case "FORBIDDEN":
    case "NOT_FOUND":
      return problem(code, message);
    case "INVALID":
      return problem(code, message, { issues: some(details.issues) }, {}, statusOf(error));
    case "CONFLICT":
      return problem(code, message, { issues: some(details.issues), current: details.current });
    case "GATE_CLOSED":
      return problem(code, message, { requirements: details.requirements, current: details.current });
    case "RATE_LIMITED":
      return problem(code, message, {}, { "retry-after": String(details.retryAfterSeconds ?? 60) });
    case "TOO_LARGE":
      return problem(code, message, {}, { connection: "close" });
    default:
      return code satisfies never;
  }
}

/** Where the page of the API explains the code. */
export function anchorOf(code: ProblemCode): string {
  return code.toLowerCase().replaceAll("_", "-");
}

export function unavailable(detail: string, more: Record<string, unknown> = {}): Response {
  return problem("UNAVAILABLE", detail, more, { "retry-after": "2" });
}

type More = Record<string, unknown>;

function problem(
  code: ProblemCode,
  detail: string,
  more: More = {},
  headers: Record<string, string> = {},
  status: number = PROBLEM_CODES[code].status,
): Response {
  const { title } = PROBLEM_CODES[code];
  const requestId = typeof more.requestId === "string" ? more.requestId : randomUUID();
  const type = `/docs#${anchorOf(code)}`;
  const body = JSON.stringify({ type, title, status, code, detail, ...more, requestId }, withoutBigints);
  return new Response(body, {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

function statusOf(error: AppError): number | undefined {
  return error instanceof Unreadable ? error.status : undefined;
}

function some(issues: Issue[] | undefined): Issue[] | undefined {
  return issues?.slice(0, MAX_ISSUES);
}

/** Logged once, under an id that the caller can name; its message may hold what is not theirs to read. */
function unknown(error: unknown): Response {
  const requestId = randomUUID();
  log.error({ requestId, err: error }, "an API request failed");
  return problem("UNKNOWN", `Something went wrong (${requestId}).`, { requestId });
}

function outage(error: unknown): Response {
  const requestId = randomUUID();
  log.warn({ requestId, err: error }, "the database was not there for an API request");
  return unavailable("The database is not available at the moment. Try again.", { requestId });
}

function withoutBigints(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
