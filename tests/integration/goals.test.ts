import { afterAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { getCriterion } from "#server/criteria.ts";
import { addCriterion, changeCriterion, removeCriterion } from "#server/criterion-changes.ts";
import { db, disconnect } from "#server/db.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { call, personalToken } from "../support/api.ts";
import { criterionNamed, move, type Team, team } from "../support/project.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const editing = ({ people, project }: Team) => authorize(people.LD, project.slug, "criterion.edit", "project.read");
const easedIn = async ({ project }: Team) =>
  (await db.projectSummary.findUniqueOrThrow({ where: { projectId: project.id } })).loosened;

async function three() {
  const given = await team();
  const access = await editing(given);
  await addCriterion(access, criterionNamed("loss"));
  await addCriterion(access, { ...criterionNamed("recall"), supports: "loss" });
  await addCriterion(access, { ...criterionNamed("auc"), supports: "recall" });
  return { given, access };
}

describe("what a criterion supports", () => {
  test("is kept, changes with its reason, and raises the version that is signed", async () => {
    const { access } = await three();
    const changed = await changeCriterion(access, "auc", { supports: "loss" });
    expect(changed).toMatchObject({ supports: "loss", version: 2 });
    expect(await changeCriterion(access, "auc", { supports: null })).toMatchObject({ supports: null, version: 3 });
  });

  test("is refused where it leads into a circle, to itself, or nowhere", async () => {
    const { access } = await three();
    for (const [key, supports, words] of [
      ["loss", "auc", "That would make a circle"],
      ["loss", "loss", "cannot support itself"],
      ["auc", "gone", "There is no criterion “gone”"],
    ] as const)
      await expect(changeCriterion(access, key, { supports })).rejects.toMatchObject({
        code: "INVALID",
        details: { issues: [{ path: "supports", message: expect.stringContaining(words) }] },
      });
    expect((await getCriterion(access, "loss")).supports).toBeNull();
  });

  test("stays within the project", async () => {
    const { access } = await three();
    const other = await editing(await team());
    await expect(addCriterion(other, { ...criterionNamed("recall"), supports: "loss" })).rejects.toMatchObject({
      code: "INVALID",
    });
    await expect(changeCriterion(other, "auc", { supports: null })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await getCriterion(access, "auc")).supports).toBe("recall");
  });

  test("holds a goal in place until what supports it supports something else", async () => {
    const { access } = await three();
    await expect(removeCriterion(access, "recall", "Replaced")).rejects.toMatchObject({
      ...{ code: "CONFLICT", message: expect.stringContaining("“Criterion auc”") },
    });
    await changeCriterion(access, "auc", { supports: "loss" });
    await removeCriterion(access, "recall", "Replaced");
  });

  test("goes through the machine door, and may be left out there", async () => {
    const { given } = await three();
    const token = await personalToken(given.people.LD);
    const path = `/projects/${given.project.slug}/criteria`;
    const body = { ...criterionNamed("latency"), supports: "recall" };
    expect(await call("POST", path, { token, body })).toMatchObject({ status: 201, body: { supports: "recall" } });
    expect((await call("POST", path, { token, body: criterionNamed("cost") })).body.supports).toBeNull();
    const circle = await call("PATCH", `${path}/recall`, { token, body: { supports: "latency" } });
    expect(circle).toMatchObject({ status: 422, body: { issues: [{ path: "supports" }] } });
  });
});

describe("limits that are eased after modelling began", () => {
  const begun = async () => {
    const { given, access } = await three();
    await changeCriterion(access, "loss", { target: 0.75 });
    expect(await easedIn(given)).toBe(0);
    await move(given.as.PM, "business-case", "start");
    await move(given.as.LD, "model", "start", { reason: "A proof of concept" });
    return { given, access };
  };

  test("count in the portfolio's row against what was agreed then, until they are back", async () => {
    const { given, access } = await begun();
    await changeCriterion(access, "recall", { target: 0.9 }, "More is needed");
    expect(await easedIn(given)).toBe(0);
    await changeCriterion(access, "recall", { target: 0.79 }, "It was too hard");
    expect(await easedIn(given)).toBe(1);
    const { loosenedAt } = await getCriterion(access, "recall");
    await changeCriterion(access, "recall", { target: 0.7 }, "It still was");
    expect((await getCriterion(access, "recall")).loosenedAt).toEqual(loosenedAt);
    await changeCriterion(access, "recall", { target: 0.8 }, "As it was agreed");
    expect(await easedIn(given)).toBe(0);
    expect((await getCriterion(access, "recall")).loosenedAt).toBeNull();
  });

  test("are not forgotten when the criterion is removed and comes back easier", async () => {
    const { given, access } = await begun();
    await removeCriterion(access, "auc", "Measured otherwise");
    await addCriterion(access, { ...criterionNamed("auc"), target: 0.7 });
    expect(await easedIn(given)).toBe(1);
    const token = await personalToken(given.people.LD);
    const { body } = await call("GET", `/projects/${given.project.slug}`, { token });
    expect(body).toMatchObject({ lifecycle: "active", maturity: "idea", criteria: { total: 3, eased: 1 } });
  });
});
