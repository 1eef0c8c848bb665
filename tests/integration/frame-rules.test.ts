import { afterAll, beforeAll, expect, test } from "vitest";
import { authorize, authorizeOrg } from "#server/access.ts";
import { changeCriterion } from "#server/criterion-changes.ts";
import { db, disconnect } from "#server/db.ts";
import { judge } from "#server/jobs/rules.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { changeProject } from "#server/projects.ts";
import { disableUser, enableUser } from "#server/users.ts";
import { addMember, makePerson, type TestPerson } from "../support/people.ts";
import { finish, move, stateOf, type Team, team, userOf } from "../support/project.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

/* B1.4, B1.5 and B2.4 from what people do, through the records that the rules read. */

let given: Team;
let boss: TestPerson;

beforeAll(async () => {
  given = await team(2);
  boss = await makePerson("Bo Boss", { isAdmin: true });
  await finish(given, "business-case");
  await finish(given, "success-criteria");
}, 120_000);

const lastFlag = (stageKey: string) =>
  db.stageTransition.findFirst({
    where: { projectId: given.project.id, stageKey, verb: "flag" },
    orderBy: { at: "desc" },
    select: { rule: true, actorKind: true, facts: true },
  });

test("a criterion whose owner is disabled sends stage 2 back by B2.4, and comes back with the owner", async () => {
  const owner = await makePerson("Olga Owner");
  await addMember(given.project.slug, given.people.LD, owner, ["ML"]);
  const access = await authorize(given.people.LD, given.project.slug, "criterion.edit");
  const [first] = await db.criterion.findMany({ where: { projectId: given.project.id }, orderBy: { position: "asc" } });
  await changeCriterion(access, first?.key ?? "", { owner: owner.userId });
  await judge(given.project);
  expect(await stateOf(given, "success-criteria")).toBe("done");
  await disableUser(authorizeOrg(boss, "org.manage"), owner.userId);
  await judge(given.project);
  expect(await stateOf(given, "success-criteria")).toBe("needs_attention");
  expect(await lastFlag("success-criteria")).toMatchObject({
    ...{ rule: "B2.4", actorKind: "rule" },
    facts: { because: `The owner is disabled of “${first?.name}”.` },
  });
  await enableUser(authorizeOrg(boss, "org.manage"), owner.userId);
  await judge(given.project);
  await judge(given.project);
  expect(await stateOf(given, "success-criteria")).toBe("done");
});

test("a business owner who is disabled sends stage 1 back by B1.5", async () => {
  const owner = userOf(given.as.PM);
  await disableUser(authorizeOrg(boss, "org.manage"), owner);
  await judge(given.project);
  expect(await stateOf(given, "business-case")).toBe("needs_attention");
  expect(await lastFlag("business-case")).toMatchObject({ rule: "B1.5", actorKind: "rule" });
  await enableUser(authorizeOrg(boss, "org.manage"), owner);
  await judge(given.project);
  await judge(given.project);
  expect(await stateOf(given, "business-case")).toBe("done");
});

test("a tier that is raised after stage 1 was signed sends it back by B1.4; one that is lowered does not", async () => {
  const settings = await authorize(given.people.LD, given.project.slug, "project.edit");
  await changeProject(settings, { tier: 1, reason: "A pilot in one shop" });
  await judge(given.project);
  expect(await stateOf(given, "business-case")).toBe("done");
  await changeProject(settings, { tier: 3 });
  await judge(given.project);
  expect(await stateOf(given, "business-case")).toBe("needs_attention");
  expect(await lastFlag("business-case")).toMatchObject({ rule: "B1.4", actorKind: "rule" });
  await move(given.as.LD, "business-case", "rework");
  await judge(given.project);
  expect(await stateOf(given, "business-case")).toBe("in_progress");
});
