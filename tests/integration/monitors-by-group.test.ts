import { afterAll, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { listAlerts } from "#server/alerts.ts";
import { disconnect } from "#server/db.ts";
import { addFact, changeFact } from "#server/fact-changes.ts";
import { listGroups } from "#server/groups.ts";
import { monitorProject } from "#server/jobs/evaluate-monitors.ts";
import { ingestMetrics } from "#server/metrics.ts";
import { closePointsPool } from "#server/points/pool.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { settle } from "../support/metrics.ts";
import { team } from "../support/project.ts";

/* A monitor names a group as stage 4 does, and hears only the series of that group. */

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const LATE = {
  ...{ name: "Refusals of the young", what: "threshold", target: "refusals", comparison: "above", limit: 0.5 },
  ...{ severity: "warning", enabled: true },
};

async function grouped() {
  const { project, people } = await team(2);
  const access = await authorize(people.ML, project.slug, "fact.record", "project.read", "metrics.write");
  const record = (kind: string, key: string, data: FactData) => addFact(access, factKindOf(kind), { key, data });
  await record("protected-attributes", "age", { name: "Age", groups: ["young", "old"], source: "collected" });
  const send = async (labels: Record<string, string>, value: number) => {
    await ingestMetrics(access, { series: { name: "refusals", labels }, points: [[Date.now() - 60_000, value]] });
    await settle();
    await monitorProject(project);
  };
  const live = async () => (await listAlerts(access, { state: "live" })).items;
  return { access, record, send, live };
}

test("of one group: others may be as high as they like", async () => {
  const { record, send, live } = await grouped();
  await record("monitors", "young", { ...LATE, attribute: "age", group: "young" });
  await send({ age: "old" }, 0.9);
  await send({ region: "eu" }, 0.9);
  expect(await live()).toEqual([]);
  await send({ age: "young" }, 0.9);
  expect(await live()).toMatchObject([{ title: "Refusals of the young", labels: { age: "young" } }]);
});

test("of an attribute alone: each of its groups, and no series that is about all", async () => {
  const { record, send, live } = await grouped();
  await record("monitors", "each", { ...LATE, attribute: "age" });
  await send({ region: "eu" }, 0.9);
  await send({ age: "old" }, 0.9);
  await send({ age: "young" }, 0.1);
  expect(await live()).toMatchObject([{ labels: { age: "old" } }]);
});

test.each<[string, FactData, string, RegExp]>([
  ["a group that nobody defined", { attribute: "age", group: "middle" }, "group", /^One of the groups .*: young, old$/],
  ["a group of nothing", { group: "young" }, "attribute", /^Say of which attribute/],
  [
    "a group of a whole criterion",
    { what: "burn_rate", attribute: "age" },
    "attribute",
    /^Only a limit or missing data/,
  ],
])("%s is refused at its place", async (_, change, path, message) => {
  const { record } = await grouped();
  await expect(record("monitors", "wrong", { ...LATE, ...change })).rejects.toMatchObject({
    code: "INVALID",
    details: { issues: expect.arrayContaining([{ path, message: expect.stringMatching(message) }]) },
  });
});

test("a group that a monitor names stays a group of its attribute", async () => {
  const { access, record } = await grouped();
  await record("monitors", "young", { ...LATE, attribute: "age", group: "young" });
  expect(await listGroups(access)).toEqual([{ attribute: "age", name: "Age", groups: ["young", "old"] }]);
  const change = changeFact(access, factKindOf("protected-attributes"), "age", { patch: { groups: ["old"] } });
  await expect(change).rejects.toMatchObject({
    code: "INVALID",
    message: expect.stringContaining("“young” is named by the monitor “Refusals of the young”"),
  });
});
