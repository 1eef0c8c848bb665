import { afterAll, beforeAll, expect, test } from "vitest";
import { at } from "#server/clock.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { applyRules } from "#server/jobs/rules.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { finish, move, stateOf, type Team, team } from "../support/project.ts";

/* Evidence that runs out reopens its item, and sends a finished stage back (A5). */

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const DAY_MS = 86_400_000;
const STAGE = "business-case";
const ITEM = "1.8";
let given: Team;

beforeAll(async () => {
  given = await team(2, { affectsPeople: true });
  await finish(given, STAGE, true);
}, 60_000);

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const housekeeping = (days: number) => at(inDays(days), () => applyRules(new AbortController().signal));

async function validUntil(days: number) {
  const where = { projectId: given.project.id, stageKey: STAGE, itemKey: ITEM };
  const { count } = await connect().evidence.updateMany({ where, data: { validUntil: inDays(days) } });
  expect(count).toBeGreaterThan(0);
}

test("is not looked at before its end, and flags the stage by its evidence rule after it", async () => {
  await validUntil(10);
  await housekeeping(9);
  expect(await stateOf(given, STAGE)).toBe("done");
  await housekeeping(11);
  expect(await stateOf(given, STAGE)).toBe("needs_attention");
  const last = await db.stageTransition.findFirst({
    where: { projectId: given.project.id, stageKey: STAGE, verb: "flag" },
    orderBy: { at: "desc" },
  });
  expect(last).toMatchObject({ rule: "B1.0", reason: expect.stringMatching(/evidence has expired of “1\.8 Budget/) });
});

test("is dealt with by the lead who dismisses the flag, until other evidence runs out", async () => {
  await at(inDays(11.1), () =>
    move(given.as.LD, STAGE, "dismiss", { reason: "The budget stands; the page has moved." }),
  );
  await housekeeping(11.9);
  expect(await stateOf(given, STAGE)).toBe("done");
  await validUntil(20);
  await housekeeping(20.5);
  expect(await stateOf(given, STAGE)).toBe("needs_attention");
});

test("that was renewed in time flags nothing", async () => {
  await at(inDays(20.6), () => move(given.as.LD, STAGE, "dismiss", { reason: "It is being renewed this week." }));
  await validUntil(400);
  await housekeeping(60);
  expect(await stateOf(given, STAGE)).toBe("done");
});
