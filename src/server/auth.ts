import { setTimeout as pause } from "node:timers/promises";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { installationSecret, publicUrl } from "#lib/environment.ts";
import { authorizeOrg } from "#server/access.ts";
import { connect, db } from "#server/db.ts";
import { log } from "#server/log.ts";
import { mutate } from "#server/mutate.ts";
import { isOwnOrigin, ownOrigins } from "#server/origin.ts";
import { hashPassword, PASSWORD_LENGTH, verifyPassword } from "#server/password.ts";
import { countAttempt, forgetAttempts, type RateRule, tooMany } from "#server/rate-limit.ts";

/** Signed in for at most this long, whatever happens; idle sessions end sooner (session.ts). */
export const SESSION_DAYS = 30;

/** Guesses from one address, and guesses at one account from anywhere. A success clears the account's count. */
export const SIGN_IN_LIMITS = {
  address: { max: 30, windowSeconds: 60 },
  account: { max: 10, windowSeconds: 300 },
} as const satisfies Record<string, RateRule>;

/**
 * A refused sign-in is answered no sooner. better-auth hashes for unknown people too, but looks up less for them: measured
 * 28 ms against 34 ms, which would tell who has an account.
 */
const REFUSAL_MS = 100;

/** What is reachable from outside. Everything else about people is our own verbs, with proof and audit. */
const OPEN_PATHS = ["/api/auth/sign-in/email", "/api/auth/sign-out"];

/** Answers `/api/auth/*`. The session's token stays in its cookie: it is taken out of the body. */
export async function handleAuth(request: Request): Promise<Response> {
  if (request.method !== "POST" || !OPEN_PATHS.includes(new URL(request.url).pathname))
    return Response.json({ code: "NOT_FOUND", message: "There is nothing here." }, { status: 404 });
  if (!isOwnOrigin(request.headers))
    return Response.json({ code: "FORBIDDEN", message: "Sign in on a page of this installation." }, { status: 403 });
  const began = performance.now();
  const answer = await auth().handler(request);
  if (answer.status === 401) await pause(Math.max(0, REFUSAL_MS - (performance.now() - began)));
  if (!answer.ok) return answer;
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  headers.set("cache-control", "no-store");
  const theme = await themeCookie(headers);
  if (theme) headers.append("set-cookie", theme);
  return new Response('{"ok":true}', { status: answer.status, headers });
}

/** Who just signed in brings their theme to this device; it is no secret, and only the server reads it. */
async function themeCookie(answered: Headers): Promise<string | null> {
  const token = /session_token=([^.;]+)\./.exec(answered.getSetCookie().join())?.[1];
  const session =
    token && (await db.session.findUnique({ where: { token }, select: { user: { select: { theme: true } } } }));
  return session ? `theme=${session.user.theme}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax` : null;
}

let made: ReturnType<typeof make> | undefined;

/** Made at first use, when the database and the secret are known. */
export function auth(): ReturnType<typeof make> {
  made ??= make();
  return made;
}

function make() {
  return betterAuth({
    appName: "Throughline",
    baseURL: publicUrl(),
    secret: installationSecret(),
    trustedOrigins: (request) => ownOrigins(request?.headers),
    telemetry: { enabled: false },
    logger: { level: "error" },
    onAPIError: { onError: noteFailure },
    database: prismaAdapter(connect(), { provider: "postgresql", transaction: true }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: SESSION_DAYS * 86_400, disableSessionRefresh: true, cookieCache: { enabled: false } },
    // better-auth's own limiter knows addresses only; the hook below also counts by account
    rateLimit: { enabled: false },
    hooks: {
      before: createAuthMiddleware(async (ctx) => (ctx.path === "/sign-in/email" ? limitSignIn(ctx) : undefined)),
    },
    databaseHooks: { session: { create: { before: refuseDisabled, after: noteSignIn } } },
    advanced: {
      cookiePrefix: "throughline",
      database: { generateId: false },
      ipAddress: { ipAddressHeaders: ["x-client-ip"] },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
    },
  });
}

/** Refusals are answers; only what nobody expected is worth a line. */
function noteFailure(error: unknown): void {
  if (!(error instanceof APIError) || error.statusCode >= 500) log.error({ err: error }, "signing in failed");
}

async function limitSignIn(ctx: { body?: unknown; headers?: Headers }): Promise<void> {
  await spend(`sign-in|address|${clientAddress(ctx.headers)}`, SIGN_IN_LIMITS.address);
  await spend(accountKey(emailIn(ctx.body)), SIGN_IN_LIMITS.account);
}

async function spend(key: string, rule: RateRule): Promise<void> {
  const { allowed, retryAfterSeconds } = await countAttempt(key, rule);
  if (allowed) return;
  const { code, message } = tooMany(retryAfterSeconds);
  throw new APIError(
    "TOO_MANY_REQUESTS",
    { code, message, retryAfterSeconds },
    { "Retry-After": String(retryAfterSeconds) },
  );
}

/** Our own server sets this header and drops what the client sent under its name. */
export function clientAddress(headers: Headers | undefined): string {
  return headers?.get("x-client-ip") ?? "unknown";
}

function accountKey(email: string): string {
  return `sign-in|account|${email}`;
}

function emailIn(body: unknown): string {
  const email = typeof body === "object" && body !== null && "email" in body ? body.email : "";
  return typeof email === "string" ? email.trim().toLowerCase().slice(0, 320) : "";
}

/** Asked after the password proved right, so only its owner learns that the account is disabled. */
async function refuseDisabled(session: { userId: string }): Promise<void> {
  const user = await db.user.findUnique({ where: { id: session.userId }, select: { email: true, disabledAt: true } });
  if (user?.disabledAt)
    throw new APIError("FORBIDDEN", {
      code: "FORBIDDEN",
      message: "This account is disabled. Ask an administrator to enable it.",
    });
  if (user) await forgetAttempts(accountKey(user.email));
}

async function noteSignIn(session: { userId: string }): Promise<void> {
  const user = await db.user.findUniqueOrThrow({ where: { id: session.userId } });
  const access = authorizeOrg(
    { kind: "person", userId: user.id, name: user.name, isAdmin: user.isAdmin },
    "own.profile",
  );
  await mutate(access, async () => ({
    value: undefined,
    audit: { action: "session.start", subject: { type: "user", id: user.id, label: user.name } },
  }));
}
