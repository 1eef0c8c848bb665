import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { getDocument } from "#server/documents/documents.ts";
import { documentMarkdown } from "#server/documents/markdown.ts";
import { addFact, changeFact, removeFact } from "#server/fact-changes.ts";
import { listReferrers } from "#server/fact-referrers.ts";
import { judge } from "#server/jobs/rules.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { getStageView } from "#server/stage-view.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { stageFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { finish, move, recordFacts, save, stateOf, type Team, team } from "../support/project.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

/* Stages 3 and 4 read what is recorded, and what is recorded later sends them back. */

let given: Team;

beforeAll(async () => {
  given = await team(2, { affectsPeople: true });
  for (const stage of ["business-case", "success-criteria", "data-selection", "data-bias", "data-pipeline"])
    await finish(given, stage, true);
}, 120_000);

const recording = () => authorize(given.people.ML, given.project.slug, "fact.record", "project.read");
const add = async (kind: string, key: string, data: FactData) =>
  addFact(await recording(), factKindOf(kind), { key, data });
const change = async (kind: string, key: string, patch: FactData) =>
  changeFact(await recording(), factKindOf(kind), key, { patch });
const remove = async (kind: string, key: string) => removeFact(await recording(), factKindOf(kind), key);

async function lastFlag(stageKey: string) {
  const where = { projectId: given.project.id, stageKey, verb: "flag" };
  return db.stageTransition.findFirst({ where, orderBy: [{ at: "desc" }, { id: "desc" }] });
}

/** Takes the flag away as the lead would, so that the next rule finds the stage done. */
async function dismiss(stageKey: string) {
  if ((await stateOf(given, stageKey)) !== "needs_attention") return;
  await move(given.as.LD, stageKey, "dismiss", { reason: "Looked at, and dealt with outside." });
}

describe("a datasheet that is recorded", () => {
  test("proves item 3.3 without a file, says so with a link, and a gap opens it again", async () => {
    const project = await team(2, { affectsPeople: true });
    await finish(project, "business-case", true);
    await recordFacts(project, "data-selection", true);
    const itemOf = async () =>
      (await getStageView(project.as.LD, "data-selection")).checklist.find(({ key }) => key === "3.3");
    expect(await itemOf()).toMatchObject({ met: true, state: "done", evidence: [], where: "/facts/datasheets" });
    const access = await authorize(project.people.ML, project.project.slug, "fact.record");
    await changeFact(access, factKindOf("datasheets"), "warehouse", { patch: { uses: null } });
    expect(await itemOf()).toMatchObject({
      met: false,
      state: "open",
      detail: "Without a whole datasheet: Warehouse.",
    });
  });

  test("goes out as Markdown with its seven sections and what is recorded of the source", async () => {
    const tree = await getDocument(await recording(), { document: "datasheet", key: "warehouse" });
    const text = documentMarkdown(tree, "https://example.org");
    expect(text).toMatch(/^# Datasheet of Warehouse\n/);
    expect(text.match(/^## .+$/gm)).toEqual([
      "## Motivation",
      "## Composition",
      "## Collection",
      "## Preprocessing",
      "## Uses",
      "## Distribution",
      "## Maintenance",
    ]);
    expect(text).toContain("| Legal basis | Cleared |");
    await expect(getDocument(await recording(), { document: "datasheet", key: "nowhere" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("is found from its source", async () => {
    const referrers = await listReferrers(await recording(), { kind: "data-sources" }, "warehouse");
    const count = (kind: string) => referrers.find((each) => each.kind.kind === kind)?.count;
    expect(count("datasheets")).toBe(1);
    expect(count("features")).toBeGreaterThan(1);
  });
});

describe("stage 4 comes back", () => {
  test("by B4.2 when a published data version has a group outside 0.80 to 1.25, not while it is a draft", async () => {
    const shares = [0.15, 0.33, 0.42, 0.1].map((share, i) => ({
      ...{ attribute: "age-band", group: ["18-25", "26-40", "41-60", "61+"][i], share },
    }));
    await add("dataset-versions", "skewed", { tag: "skewed", state: "draft", groupShares: shares });
    expect(await stateOf(given, "data-bias")).toBe("done");
    await change("dataset-versions", "skewed", { state: "published" });
    expect(await stateOf(given, "data-bias")).toBe("needs_attention");
    expect(await lastFlag("data-bias")).toMatchObject({
      rule: "B4.2",
      actorKind: "rule",
      reason: expect.stringMatching(/skewed.*“61\+” 0\.50/),
    });
    await change("dataset-versions", "skewed", { state: "withdrawn", withdrawnBecause: "61+ was cut off" });
    await judge(given.project);
    await judge(given.project);
    expect(await stateOf(given, "data-bias")).toBe("done");
  });

  test("by B4.5 when a feature that was there is marked as a stand-in", async () => {
    await change("features", "amount_log", { proxyAssociation: 0.1 });
    expect(await stateOf(given, "data-bias")).toBe("done");
    await change("features", "amount_log", { isProxyFor: "age-band" });
    expect(await lastFlag("data-bias")).toMatchObject({ rule: "B4.5", reason: "A proxy was added: “amount_log”." });
    await change("features", "amount_log", { isProxyFor: null });
    await judge(given.project);
    await judge(given.project);
    expect(await stateOf(given, "data-bias")).toBe("done");
  });

  test("by B4.5 when a protected attribute is added", async () => {
    await add("protected-attributes", "sex", { name: "Sex", groups: ["women", "men"], source: "collected" });
    expect(await lastFlag("data-bias")).toMatchObject({ rule: "B4.5", reason: expect.stringContaining("“Sex”") });
    await remove("protected-attributes", "sex");
    await judge(given.project);
    await judge(given.project);
    expect(await stateOf(given, "data-bias")).toBe("done");
  });
});

describe("stage 3 comes back", () => {
  test("by B3.1, with stage 5, when a required source has another schema; the earlier one is kept", async () => {
    await change("data-sources", "warehouse", { schemaVersion: "1" });
    expect(await stateOf(given, "data-selection")).toBe("done");
    const changed = await change("data-sources", "warehouse", { schemaVersion: "2", schemaChange: "amount in cents" });
    expect(changed.data).toMatchObject({ schemaHistory: [{ version: "1" }], schemaChange: "amount in cents" });
    const reason = expect.stringContaining("Warehouse");
    expect(await lastFlag("data-selection")).toMatchObject({ rule: "B3.1", reason });
    // B5.1 tells stage 5 the same of every source, required or not: one flag is enough.
    expect(await lastFlag("data-pipeline")).toMatchObject({ rule: expect.stringMatching(/^B(3|5)\.1$/), reason });
    for (const stage of ["data-selection", "data-pipeline"])
      expect(await stateOf(given, stage)).toBe("needs_attention");
    await dismiss("data-selection");
    await dismiss("data-pipeline");
  });

  test("by B3.6 when a ratio is measured outside the band after both were signed", async () => {
    await change("group-baselines", "age-band-61-up", { sampleShare: 0.1 });
    expect(await lastFlag("data-selection")).toMatchObject({
      rule: "B3.6",
      reason: expect.stringContaining("“61+” 0.50"),
    });
    await change("group-baselines", "age-band-61-up", { sampleShare: 0.18 });
    await judge(given.project);
    await judge(given.project);
    expect(await stateOf(given, "data-selection")).toBe("done");
  });

  test("by B3.4 after the third profile in a row below 85, not after the second", async () => {
    const sample = stageFacts("data-selection", { tier: 2, affectsPeople: true, at: new Date() });
    const good = sample.find(({ kind }) => kind === "quality-profiles")?.data ?? {};
    const poor = { validCells: 20_000_000, nullCells: 20_000_000, onTimeRecords: 1_000_000, correctRecords: 110 };
    for (const day of [1, 2, 3]) {
      const time = new Date(Date.now() + day * 86_400_000);
      await at(time, () =>
        add("quality-profiles", `poor-${day}`, { ...good, ...poor, measuredAt: time.toISOString() }),
      );
      const expected = day < 3 ? "done" : "needs_attention";
      expect(await stateOf(given, "data-selection")).toBe(expected);
    }
    expect(await lastFlag("data-selection")).toMatchObject({ rule: "B3.4" });
  });
});

test("a suspected proxy that no feature has is named by the gate, with the features that exist", async () => {
  const project = await team(2, { affectsPeople: true });
  for (const stage of ["business-case", "success-criteria"]) await finish(project, stage, true);
  await recordFacts(project, "data-selection", true);
  await move(project.as.ML, "data-selection", "start").catch(() => undefined);
  await save(project, "data-bias", { suspectedProxies: ["postcode"] });
  const { gate } = await getStageView(project.as.LD, "data-bias");
  const fields = gate.requirements.find(({ key }) => key === "G0.1");
  expect(fields?.items?.map(({ label }) => label)).toContain(
    "Suspected proxies: “postcode” is not a recorded feature; known are days_since_last, amount_log",
  );
});
