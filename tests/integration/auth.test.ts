import { afterAll, describe, expect, it } from "vitest";
import { authorizeOrg } from "#server/access.ts";
import { handleAuth, SIGN_IN_LIMITS } from "#server/auth.ts";
import { db, disconnect } from "#server/db.ts";
import { changeProfile } from "#server/profile.ts";
import { findSession } from "#server/session.ts";
import { disableUser, enableUser } from "#server/users.ts";
import { auditOf, makePerson } from "../support/people.ts";
import { cookieOf, ORIGIN, postSignIn, signIn } from "../support/sign-in.ts";

afterAll(disconnect);

const PASSWORD = "correct horse battery";
let count = 0;
/** Tests share the database: each has an address of its own, so that it has a budget of its own. */
const anAddress = () => `198.51.100.${++count}`;

describe("signing in", () => {
  it("opens a session, answers without the token and is noted in the audit", async () => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    const answer = await postSignIn({ email: ana.email.toUpperCase(), password: PASSWORD, address: anAddress() });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ ok: true });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const session = await findSession(new Headers({ cookie: cookieOf(answer) }));
    expect(session?.user).toMatchObject({ id: ana.userId, name: "Ana", email: ana.email });
    expect(await auditOf({ action: "session.start", subjectId: ana.userId })).toHaveLength(1);
  });

  it("sets a cookie that scripts and other sites cannot use", async () => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    const [cookie] = (
      await postSignIn({ email: ana.email, password: PASSWORD, address: anAddress() })
    ).headers.getSetCookie();
    expect(cookie).toMatch(/^throughline\.session_token=/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Path=\//i);
  });

  it("brings the person's theme to the device", async () => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    await changeProfile(authorizeOrg(ana, "own.profile"), { theme: "dark" });
    const answer = await postSignIn({ email: ana.email, password: PASSWORD, address: anAddress() });
    expect(answer.headers.getSetCookie().join()).toMatch(/theme=dark; Path=\//);
  });

  it("gives each sign-in a session of its own, whatever cookie came along", async () => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    const first = await postSignIn({ email: ana.email, password: PASSWORD, address: anAddress() });
    const second = await postSignIn({
      email: ana.email,
      password: PASSWORD,
      address: anAddress(),
      headers: { cookie: cookieOf(first) },
    });
    expect(cookieOf(second)).not.toBe(cookieOf(first));
  });

  it.each([
    [
      "a wrong password",
      async () => ({ email: (await makePerson("Ana", { password: PASSWORD })).email, password: "wrong horse battery" }),
    ],
    ["somebody unknown", async () => ({ email: "nobody@example.org", password: PASSWORD })],
    ["somebody without a password", async () => ({ email: (await makePerson("Ana")).email, password: PASSWORD })],
  ])("answers %s with the same words", async (_, attempt) => {
    const answer = await postSignIn({ ...(await attempt()), address: anAddress() });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ code: "INVALID_EMAIL_OR_PASSWORD", message: "Invalid email or password" });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("is refused from a foreign page", async () => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    const headers = { origin: "https://elsewhere.example" };
    const answer = await postSignIn({ email: ana.email, password: PASSWORD, address: anAddress(), headers });
    expect(answer.status).toBe(403);
  });

  it("is refused to a disabled person, who learns it only with the right password", async () => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    const boss = authorizeOrg(await makePerson("Boss", { isAdmin: true }), "org.manage");
    await disableUser(boss, ana.userId);
    const right = await postSignIn({ email: ana.email, password: PASSWORD, address: anAddress() });
    expect([right.status, (await right.json()).message]).toEqual([403, expect.stringContaining("disabled")]);
    const wrong = await postSignIn({ email: ana.email, password: "wrong horse battery", address: anAddress() });
    expect(wrong.status).toBe(401);
    await enableUser(boss, ana.userId);
    await expect(signIn(ana.email, PASSWORD, anAddress())).resolves.toBeInstanceOf(Headers);
  });
});

describe("guessing", () => {
  it("stops after the budget of one address, with the time to wait, and a spoofed address does not help", async () => {
    const address = anAddress();
    const { max } = SIGN_IN_LIMITS.address;
    const statuses: number[] = [];
    for (let n = 0; n < max + 2; n++) {
      const headers = { "x-forwarded-for": `192.0.2.${n}` };
      const answer = await postSignIn({
        email: `guess-${n}@example.org`,
        password: "wrong horse battery",
        address,
        headers,
      });
      statuses.push(answer.status);
      if (answer.status !== 429) continue;
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await answer.json()).toMatchObject({
        code: "RATE_LIMITED",
        message: expect.stringMatching(/Try again in/),
      });
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(max);
    expect(statuses.slice(max)).toEqual([429, 429]);
  });

  it("stops after the budget of one account, from however many addresses, all at once too", async () => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    const { max } = SIGN_IN_LIMITS.account;
    const answers = await Promise.all(
      Array.from({ length: max + 5 }, () =>
        postSignIn({ email: ana.email, password: "wrong horse battery", address: anAddress() }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(max);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(5);
    expect((await postSignIn({ email: ana.email, password: PASSWORD, address: anAddress() })).status).toBe(429);
  });

  it("is forgotten once the right password came", async () => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < SIGN_IN_LIMITS.account.max - 1; n++)
        await postSignIn({ email: ana.email, password: "wrong horse battery", address: anAddress() });
      await signIn(ana.email, PASSWORD, anAddress());
    }
    expect(await db.rateLimit.count({ where: { key: { endsWith: ana.email } } })).toBe(0);
  });
});

describe("everything else under /api/auth", () => {
  it.each([
    ["POST", "sign-up/email"],
    ["POST", "change-password"],
    ["POST", "update-user"],
    ["POST", "delete-user"],
    ["POST", "request-password-reset"],
    ["GET", "get-session"],
    ["GET", "list-sessions"],
    ["GET", "sign-in/email"],
    ["GET", "error"],
  ])("is closed: %s %s", async (method, path) => {
    const answer = await handleAuth(new Request(`${ORIGIN}/api/auth/${path}`, { method, headers: { origin: ORIGIN } }));
    expect(answer.status).toBe(404);
  });
});

describe("signing out", () => {
  const signOut = (headers: Headers) =>
    handleAuth(new Request(`${ORIGIN}/api/auth/sign-out`, { method: "POST", headers }));

  it("ends the session in the database and takes the cookie away", async () => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    const headers = await signIn(ana.email, PASSWORD, anAddress());
    const answer = await signOut(headers);
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie().join()).toMatch(/session_token=;.*Max-Age=0/i);
    expect(await findSession(headers)).toBeNull();
  });

  it.each([
    ["a foreign page", "https://elsewhere.example"],
    ["nowhere", null],
  ])("is refused from %s", async (_, origin) => {
    const ana = await makePerson("Ana", { password: PASSWORD });
    const headers = await signIn(ana.email, PASSWORD, anAddress());
    headers.delete("origin");
    if (origin) headers.set("origin", origin);
    expect((await signOut(headers)).status).toBe(403);
    expect(await findSession(headers)).not.toBeNull();
  });
});

it("keeps passwords as argon2id only", async () => {
  const ana = await makePerson("Ana", { password: PASSWORD });
  const account = await db.account.findFirstOrThrow({ where: { userId: ana.userId } });
  expect(account.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(JSON.stringify(await db.account.findMany())).not.toContain(PASSWORD);
});
