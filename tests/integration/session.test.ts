import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import { authorizeOrg } from "#server/access.ts";
import { answerAction, answerOpenAction } from "#server/action.ts";
import { findActor, requireActor } from "#server/actor.ts";
import { SESSION_DAYS } from "#server/auth.ts";
import { at, now } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { changePassword, changeProfile, endAllSessions, endSession, listSessions } from "#server/profile.ts";
import { findSession, IDLE_DAYS, sweepSessions } from "#server/session.ts";
import { createPersonalToken } from "#server/tokens.ts";
import { disableUser } from "#server/users.ts";
import { auditOf, makePerson, type TestPerson } from "../support/people.ts";
import { ORIGIN, postSignIn, signIn } from "../support/sign-in.ts";

afterAll(disconnect);

const PASSWORD = "correct horse battery";
const own = (person: TestPerson) => authorizeOrg(person, "own.profile");
const inDays = (days: number) => new Date(now().getTime() + days * 86_400_000);

async function signedIn() {
  const person = await makePerson("Ana", { password: PASSWORD });
  const headers = await signIn(
    person.email,
    PASSWORD,
    `2001:db8:${Math.floor(Math.random() * 60_000).toString(16)}::1`,
  );
  return { person, headers };
}

describe("a session", () => {
  it("is refused when its signature is wrong, missing or somebody else's", async () => {
    const { headers } = await signedIn();
    const [name, value = ""] = (headers.get("cookie") ?? "").split("=");
    const token = decodeURIComponent(value).split(".")[0];
    for (const forged of [
      token,
      `${token}.`,
      `${token}.${"A".repeat(43)}=`,
      `x${decodeURIComponent(value)}`,
      "%E0%A4%A",
      "",
    ])
      expect(await findSession(new Headers({ cookie: `${name}=${forged}` }))).toBeNull();
  });

  it("ends when it is not used for a week, and lives on while it is", async () => {
    const { headers } = await signedIn();
    expect(await at(inDays(IDLE_DAYS - 1), () => findSession(headers))).not.toBeNull();
    expect(await at(inDays(2 * IDLE_DAYS - 2), () => findSession(headers))).not.toBeNull();
    expect(await at(inDays(4 * IDLE_DAYS), () => findSession(headers))).toBeNull();
  });

  it("ends after its longest life however often it is used", async () => {
    const { headers } = await signedIn();
    for (let day = 5; day < SESSION_DAYS; day += 5)
      expect(await at(inDays(day), () => findSession(headers))).not.toBeNull();
    expect(await at(inDays(SESSION_DAYS + 0.01), () => findSession(headers))).toBeNull();
  });

  it("is swept once it is over", async () => {
    const { person } = await signedIn();
    await at(inDays(IDLE_DAYS + 1), sweepSessions);
    expect(await db.session.count({ where: { userId: person.userId } })).toBe(0);
  });

  it("ends at once when its person is disabled", async () => {
    const { person, headers } = await signedIn();
    await disableUser(authorizeOrg(await makePerson("Boss", { isAdmin: true }), "org.manage"), person.userId);
    expect(await findSession(headers)).toBeNull();
    expect(await db.session.count({ where: { userId: person.userId } })).toBe(0);
  });
});

describe("who asks", () => {
  it("is the person of the cookie, or nobody", async () => {
    const { person, headers } = await signedIn();
    expect(await requireActor(headers)).toEqual({ kind: "person", userId: person.userId, name: "Ana", isAdmin: false });
    expect(await findActor(new Headers())).toBeNull();
    await expect(requireActor(new Headers())).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("is never the cookie's person when a token came along", async () => {
    const { headers } = await signedIn();
    for (const authorization of ["Bearer tl_wrong", "Bearer ", "Basic abc", ""]) {
      headers.set("authorization", authorization);
      expect(await findActor(headers)).toBeNull();
    }
  });
});

describe("a person's own sessions", () => {
  it("are listed, ended one by one, and noted", async () => {
    const { person, headers } = await signedIn();
    const other = await signIn(person.email, PASSWORD, "203.0.113.99");
    const sessions = await listSessions(own(person));
    expect(sessions).toHaveLength(2);
    expect(sessions.map((session) => session.address)).toContain("203.0.113.99");
    const otherId = (await findSession(other))?.sessionId ?? "";
    await endSession(own(person), otherId);
    expect(await findSession(other)).toBeNull();
    expect(await findSession(headers)).not.toBeNull();
    expect(await auditOf({ action: "session.end", subjectId: person.userId })).toHaveLength(1);
    await expect(endSession(own(person), otherId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are not another's to end", async () => {
    const { headers } = await signedIn();
    const stranger = await makePerson("Stranger");
    const id = (await findSession(headers))?.sessionId ?? "";
    await expect(endSession(own(stranger), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(endSession(own(stranger), "not-an-id")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("end everywhere at once", async () => {
    const { person, headers } = await signedIn();
    const other = await signIn(person.email, PASSWORD, "203.0.113.98");
    const here = (await findSession(headers))?.sessionId;
    expect(await endAllSessions(own(person), here)).toBe(1);
    expect([await findSession(headers), await findSession(other)]).toEqual([expect.anything(), null]);
    expect(await endAllSessions(own(person))).toBe(1);
    expect(await findSession(headers)).toBeNull();
    expect(await endAllSessions(own(person))).toBe(0);
    expect(await auditOf({ action: "session.end-all", subjectId: person.userId })).toHaveLength(2);
  });
});

describe("a profile", () => {
  it("changes with a note, and an equal change writes nothing", async () => {
    const { person } = await signedIn();
    await changeProfile(own(person), { name: "Ana Lovelace", theme: "dark", timeZone: "Asia/Kathmandu" });
    await changeProfile(own(person), { theme: "dark" });
    const notes = await auditOf({ action: "profile.change", subjectId: person.userId });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatchObject({ before: { theme: "system" }, after: { name: "Ana Lovelace", theme: "dark" } });
  });

  it("is out of reach for tokens and services", async () => {
    const { person } = await signedIn();
    const byToken: TestPerson = { ...person, tokenId: "t", scopes: ["read", "write", "ingest"] };
    await expect(changeProfile(own(byToken), { name: "Thief" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listSessions(own(byToken))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createPersonalToken(own(byToken), { name: "more" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("changing the password", () => {
  it("takes the current one, signs out everywhere else and is noted without either", async () => {
    const { person, headers } = await signedIn();
    const other = await signIn(person.email, PASSWORD, "203.0.113.97");
    const here = (await findSession(headers))?.sessionId ?? "";
    await changePassword(own(person), here, { current: PASSWORD, next: "another horse battery" });
    expect([await findSession(headers), await findSession(other)]).toEqual([expect.anything(), null]);
    expect((await postSignIn({ email: person.email, password: PASSWORD })).status).toBe(401);
    expect((await postSignIn({ email: person.email, password: "another horse battery" })).status).toBe(200);
    const [note] = await auditOf({ action: "password.change", subjectId: person.userId });
    expect(JSON.stringify(note)).not.toMatch(/horse|argon/);
  });

  it("is refused with a wrong one, and after ten guesses for a while", async () => {
    const { person } = await signedIn();
    const attempt = () =>
      changePassword(own(person), "", { current: "wrong horse battery", next: "another horse battery" });
    for (let n = 0; n < 10; n++)
      await expect(attempt()).rejects.toMatchObject({ code: "INVALID", details: { issues: [{ path: "current" }] } });
    await expect(attempt()).rejects.toMatchObject({
      code: "RATE_LIMITED",
      details: { retryAfterSeconds: expect.any(Number) },
    });
  });
});

describe("the door of server actions", () => {
  const schema = z.strictObject({ name: z.string().min(2, "At least 2 characters") });

  it("hands the session and the parsed input to the verb", async () => {
    const { person, headers } = await signedIn();
    const answer = await answerAction(headers, schema, { name: "Ana" }, async (session, input) => [
      session.user.id,
      input.name,
    ]);
    expect(answer).toEqual({ ok: true, value: [person.userId, "Ana"] });
  });

  it.each([
    ["a foreign page", "https://elsewhere.example"],
    ["no origin at all", null],
    ["a sandboxed frame", "null"],
  ])("refuses %s before anything is read", async (_, origin) => {
    const { headers } = await signedIn();
    headers.delete("origin");
    if (origin) headers.set("origin", origin);
    const touched: string[] = [];
    const answer = await answerAction(headers, schema, { name: "Ana" }, async () => touched.push("verb"));
    expect(answer).toMatchObject({ ok: false, code: "FORBIDDEN" });
    expect(touched).toEqual([]);
  });

  it("accepts the loopback's other names, on our port only", async () => {
    const ask = (origin: string) =>
      answerOpenAction(new Headers({ origin }), schema, { name: "Ana" }, async () => "in");
    expect(await ask("http://localhost:3000")).toMatchObject({ ok: true });
    expect(await ask("http://localhost:3001")).toMatchObject({ ok: false, code: "FORBIDDEN" });
    expect(await ask("http://127.0.0.1.example.org:3000")).toMatchObject({ ok: false });
  });

  it("says that the session has ended", async () => {
    const answer = await answerAction(new Headers({ origin: ORIGIN }), schema, { name: "Ana" }, async () => "in");
    expect(answer).toMatchObject({ ok: false, code: "UNAUTHENTICATED" });
  });

  it("names the field that cannot be read", async () => {
    const { headers } = await signedIn();
    const answer = await answerAction(headers, schema, { name: "A", isAdmin: true }, async () => "in");
    expect(answer).toMatchObject({ ok: false, code: "INVALID", fieldErrors: { name: "At least 2 characters" } });
  });

  it.each([
    [
      new AppError("CONFLICT", "Changed", { current: { version: 3n } }),
      { code: "CONFLICT", current: { version: "3" } },
    ],
    [
      new AppError("GATE_CLOSED", "Shut", { requirements: [{ key: "G0.1" }] }),
      { code: "GATE_CLOSED", requirements: [{ key: "G0.1" }] },
    ],
    [new AppError("RATE_LIMITED", "Slow", { retryAfterSeconds: 9 }), { code: "RATE_LIMITED", retryAfterSeconds: 9 }],
    [new AppError("NOT_FOUND", "Gone"), { code: "NOT_FOUND", message: "Gone" }],
  ])("translates %s once", async (error, expected) => {
    const answer = await answerOpenAction(new Headers({ origin: ORIGIN }), schema, { name: "Ana" }, async () => {
      throw error;
    });
    expect(answer).toMatchObject({ ok: false, ...expected });
  });

  it("keeps an unknown error to itself and shows an id instead", async () => {
    const answer = await answerOpenAction(new Headers({ origin: ORIGIN }), schema, { name: "Ana" }, async () => {
      throw new Error("password=hunter2");
    });
    expect(answer).toMatchObject({
      ok: false,
      code: "UNKNOWN",
      message: expect.stringMatching(/^Something went wrong \([0-9a-f-]{36}\)\.$/),
    });
  });

  it("lets a redirect through", async () => {
    const redirect = Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;push;/;307;" });
    const ask = answerOpenAction(new Headers({ origin: ORIGIN }), schema, { name: "Ana" }, async () => {
      throw redirect;
    });
    await expect(ask).rejects.toBe(redirect);
  });
});
