import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { AppError, type ErrorCode } from "#domain/errors.ts";
import { log } from "#server/log.ts";
import { requireOwnOrigin } from "#server/origin.ts";
import { requireSession, type SignedIn } from "#server/session.ts";

export type ActionRefusal = {
  ok: false;
  code: ErrorCode | "UNKNOWN";
  message: string;
  /** First message a field, by dotted path. */
  fieldErrors?: Record<string, string>;
  current?: unknown;
  requirements?: unknown;
  retryAfterSeconds?: number;
};
export type ActionAnswer<T> = { ok: true; value: T } | ActionRefusal;

/** The door of server actions: own pages only, then the session, then the shape, then the verb. */
export async function answerAction<S extends z.ZodType, T>(
  headers: Headers,
  schema: S,
  raw: unknown,
  work: (session: SignedIn, input: z.output<S>) => Promise<T>,
): Promise<ActionAnswer<T>> {
  return answerOpenAction(headers, schema, raw, async (input) => work(await requireSession(headers), input));
}

/** The same for those who are not signed in: setting up, forgotten passwords. */
export async function answerOpenAction<S extends z.ZodType, T>(
  headers: Headers,
  schema: S,
  raw: unknown,
  work: (input: z.output<S>) => Promise<T>,
): Promise<ActionAnswer<T>> {
  try {
    requireOwnOrigin(headers);
    return { ok: true, value: await work(parse(schema, raw)) };
  } catch (error) {
    if (isNavigation(error)) throw error;
    return refusalOf(error);
  }
}

export function refusalOf(error: unknown): ActionRefusal {
  if (!(error instanceof AppError)) return unknownRefusal(error);
  const { code, message, details } = error;
  switch (code) {
    case "INVALID":
      return { ok: false, code, message, fieldErrors: byField(details.issues ?? []) };
    case "CONFLICT":
      return { ok: false, code, message, fieldErrors: byField(details.issues ?? []), current: plain(details.current) };
    case "GATE_CLOSED":
      return { ok: false, code, message, requirements: plain(details.requirements) };
    case "RATE_LIMITED":
      return { ok: false, code, message, retryAfterSeconds: details.retryAfterSeconds ?? 60 };
    case "UNAUTHENTICATED":
    case "FORBIDDEN":
    case "NOT_FOUND":
    case "TOO_LARGE":
      return { ok: false, code, message };
    default:
      return code satisfies never;
  }
}

function parse<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("INVALID", issues[0]?.message ?? "That cannot be read.", { issues });
}

/** Logged once, under an id that the person can name; its message may hold what is not theirs to read. */
function unknownRefusal(error: unknown): ActionRefusal {
  const requestId = randomUUID();
  log.error({ requestId, err: error }, "an action failed");
  return { ok: false, code: "UNKNOWN", message: `Something went wrong (${requestId}).` };
}

function byField(issues: readonly { path: string; message: string }[]): Record<string, string> {
  const first: Record<string, string> = {};
  for (const { path, message } of issues) first[path] ??= message;
  return first;
}

/** As JSON would carry it; what has no JSON form (bigint) becomes text. */
function plain(value: unknown): unknown {
  if (value === undefined) return undefined;
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part)));
}

/** Next's redirects and not-founds travel as errors with a digest of its own. */
function isNavigation(error: unknown): boolean {
  return error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_");
}
