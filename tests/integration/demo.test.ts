import { beforeAll, describe, expect, test } from "vitest";
import { type Actor, authorize } from "#server/access.ts";
import { db } from "#server/db.ts";
import { DEMO_PEOPLE } from "#server/demo-people.ts";
import { listDueProjects } from "#server/evaluation-run.ts";
import { addFact } from "#server/fact-changes.ts";
import { getFact } from "#server/facts.ts";
import { readStoredFile } from "#server/files.ts";
import { listInbox } from "#server/inbox.ts";
import { getOrganisation } from "#server/organisation.ts";
import { figuresOf } from "#server/project-figures.ts";
import { loadProjectRecord } from "#server/project-record.ts";
import { computeSummary, type SummaryRow, surroundings } from "#server/summary.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { storyClock } from "../../prisma/demo/story-clock.ts";
import { useDemo } from "../support/demo.ts";

beforeAll(useDemo, 400_000);

describe("the demo workspace", () => {
  test("holds about two dozen projects, of an organisation marked as a demo", async () => {
    expect(await db.project.count()).toBe(24);
    expect(await getOrganisation()).toMatchObject({ demo: true });
    expect(await db.user.count({ where: { isAdmin: true } })).toBe(1);
  });

  test("shows the roll-ups of lifecycle G", async () => {
    const rollups = await Promise.all(["card", "read", "shelf"].map(rollupOf));
    expect(rollups).toEqual([
      { score: "85.5", coverage: "1.000", status: "at_risk" },
      { score: "63.1", coverage: "0.750", status: "breached" },
      { score: "79.8", coverage: "0.571", status: "no_data" },
    ]);
  });

  test("shows the net present values of lifecycle G", async () => {
    const rows = await db.projectSummary.findMany({ where: { slug: { in: ["card", "read", "shelf"] } } });
    const npvs = Object.fromEntries(rows.map(({ slug, npv }) => [slug, String(npv)]));
    expect(npvs).toEqual({ card: "2737620.73", read: "549385.86", shelf: "233873.23" });
  });

  test.each([
    ["card", "done done done done done done done done needs_attention in_progress"],
    ["read", "done done done done done done done in_progress in_progress not_started"],
    ["shelf", "done done done not_applicable blocked in_progress not_started not_applicable not_started not_started"],
  ])("has the stages of %s where the story left them", async (slug, states) => {
    const { states: stored } = await db.projectSummary.findFirstOrThrow({ where: { slug } });
    expect(stored.join(" ")).toBe(states);
  });

  test("one more bad week of recall would be a breach", async () => {
    const recall = await db.criterion.findFirstOrThrow({ where: { key: "recall", project: { slug: "card" } } });
    const weeks = await db.criterionEvaluation.findMany({
      where: { criterionId: recall.id },
      orderBy: { windowEnd: "desc" },
      take: 8,
    });
    expect(weeks.map(({ value }) => value?.toFixed(3)).reverse()).toEqual([
      "0.741",
      "0.738",
      "0.733",
      "0.725",
      "0.709",
      "0.694",
      "0.655",
      "0.651",
    ]);
    expect(weeks.map(({ samples }) => Math.round(samples))).toEqual(Array(8).fill(1150));
    expect(weeks[0]).toMatchObject({ bad: 2, latched: false, state: "at_risk" });
    expect(recall.breachAfter).toBe(3);
  });

  test("has histories: a block, a stage sent back, an alert that came and went, a rule that sent a stage back", async () => {
    const log = await db.stageTransition.findMany({ where: { project: { slug: { in: ["card", "read"] } } } });
    const told = (verb: string, stageKey: string, actorKind = "person") =>
      log.some((t) => t.verb === verb && t.stageKey === stageKey && t.actorKind === actorKind);
    expect(told("block", "data-pipeline") && told("unblock", "data-pipeline")).toBe(true);
    expect(told("send-back", "data-bias")).toBe(true);
    expect(told("flag", "monitoring", "rule") && told("dismiss", "monitoring", "rule")).toBe(true);
    expect(told("flag", "solution-bias", "rule") && told("rework", "solution-bias")).toBe(true);
    const alerts = await db.alert.findMany({ include: { project: { select: { slug: true } } } });
    expect(alerts.map(({ project, state }) => `${project.slug} ${state}`).sort()).toEqual([
      "card acknowledged",
      "card open",
      "card resolved",
      "load open",
      "read open",
      "spam-calls acknowledged",
    ]);
  });

  test("gives everybody but the viewer something to do", async () => {
    for (const { email, role } of DEMO_PEOPLE) {
      const inbox = await listInbox(await personOf(email));
      expect({ email, waits: inbox.length > 0 }).toEqual({ email, waits: role !== "VW" });
    }
  });

  test("keeps its files where evidence can be read", async () => {
    const file = await db.storedFile.findFirstOrThrow({ where: { name: "model-card.md", project: { slug: "card" } } });
    const lead = await personOf("henrik.vos@demo.throughline.local");
    const { content } = await readStoredFile(await authorize(lead, "card", "project.read"), file.id);
    expect(content.toString()).toContain("# Model card");
  });

  test.each([
    [
      "card",
      "R13-production-assessment",
      {
        overall: "pass",
        false_positive_rate_difference: "0.00132",
        "false_positive_rate_difference.certainty": "proven",
        equal_opportunity_difference: "0.0424",
        "equal_opportunity_difference.certainty": "not proven",
        predictive_parity_difference: "0.0386",
        "predictive_parity_difference.certainty": "proven",
        demographic_parity_ratio: "0.771",
        "demographic_parity_ratio.verdict": undefined,
      },
    ],
    [
      "read",
      "R3-canary-assessment-1",
      {
        overall: "fail",
        demographic_parity_ratio: "0.800",
        "demographic_parity_ratio.verdict": "pass, narrow",
        "demographic_parity_ratio.certainty": "not proven",
        equal_opportunity_difference: "0.188",
        "equal_opportunity_difference.verdict": "fail",
        "false_positive_rate_difference.verdict": "pass",
        "predictive_parity_difference.verdict": "pass",
        tooSmall: "other",
      },
    ],
    [
      "read",
      "R3-canary-assessment-2",
      { overall: "pass", demographic_parity_ratio: "0.928", equal_opportunity_difference: "0.0500" },
    ],
  ])("shows the fairness of %s, %s, as lifecycle G has it", async (slug, key, expected) => {
    const figures = await figuresOfFact(slug, "fairness-assessments", key);
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, figures[name]]))).toEqual(expected);
  });

  test("shows R12 rolled back in four minutes, R13 as champion, and R3's canary with 96.2", async () => {
    const back = await db.fact.findFirstOrThrow({
      where: { kind: "deployment-events", data: { path: ["what"], equals: "rolled_back" }, project: { slug: "card" } },
    });
    expect(back.data).toMatchObject({ minutes: 4 });
    expect(await figuresOfFact("card", "canary-analyses", "R12-canary-verdict")).toMatchObject({
      score: "0.00",
      verdict: "fail",
    });
    const champion = await db.fact.findFirstOrThrow({ where: { kind: "deployments", key: "R13-full" } });
    expect(champion.data).toMatchObject({ state: "running", traffic: 1, strategy: "full" });
    expect(await figuresOfFact("read", "canary-analyses", "R3-canary-verdict")).toMatchObject({
      score: "96.2",
      verdict: "pass",
    });
  });

  test("holds back R3 from most patients until the reviewer has signed", async () => {
    const ml = await authorize(await personOf("ines.duarte@demo.throughline.local"), "read", "fact.record");
    const data = {
      name: "R3 to all",
      release: "R3",
      environment: "production",
      strategy: "full",
      traffic: 1,
      state: "planned",
    };
    await expect(addFact(ml, factKindOf("deployments"), { key: "R3-full", data })).rejects.toMatchObject({
      code: "GATE_CLOSED",
      details: { requirements: [{ key: "G7.full-rollout" }] },
    });
  });
});

describe("its operation", () => {
  test.each([
    ["merchant_category", { psi: "0.306", js: "0.230", state: "drift" }],
    ["device_age", { psi: "0.111", state: "moderate" }],
    ["amount_log", { psi: "0.000969", state: "stable" }],
    ["score", { psi: "0.0189", state: "stable" }],
  ])("shows the drift of %s as lifecycle G has it", async (feature, expected) => {
    expect(await figuresOfFact("card", "drift-results", `${feature}-2026-03-09`)).toMatchObject(expected);
  });

  test("has the drift alert acknowledged since 2 March and the threshold alert open since 9 March", async () => {
    const alerts = await db.alert.findMany({
      where: { project: { slug: "card" }, kind: { in: ["drift", "threshold", "stale", "burn-rate"] } },
      orderBy: { openedAt: "asc" },
    });
    const { moment } = storyClock(new Date());
    const weekOf = (at: Date) =>
      at > moment("2026-03-02") && at <= moment("2026-03-09", "23:59") ? "a week ago" : at.toISOString();
    const seen = alerts.map(({ kind, severity, state, title, openedAt }) => {
      return {
        kind,
        severity,
        state,
        title,
        since: kind === "drift" ? openedAt.toISOString().slice(0, 10) : weekOf(openedAt),
      };
    });
    const on = (day: string) => moment(day).toISOString().slice(0, 10);
    expect(seen).toEqual([
      {
        ...{ kind: "drift", severity: "warning", state: "acknowledged", title: "merchant_category drifts" },
        since: on("2026-03-02"),
      },
      {
        ...{ kind: "threshold", severity: "warning", state: "open", title: "Recall below target" },
        since: "a week ago",
      },
    ]);
  });

  test("has incident 1, the objective, and three champions in a row", async () => {
    const incident = await db.fact.findFirstOrThrow({ where: { kind: "incidents", key: "incident-1" } });
    expect(incident.data).toMatchObject({ severity: 2 });
    const slo = await db.fact.findFirstOrThrow({ where: { kind: "slos", project: { slug: "card" } } });
    expect(slo.data).toMatchObject({ objective: 0.9995 });
    const periods = await db.fact.findMany({
      where: { kind: "champion-periods", project: { slug: "card" } },
      orderBy: { at: "asc" },
    });
    expect(periods.map(({ title }) => title)).toEqual(["fraud-gbm-3.0", "fraud-gbm-3.1", "fraud-gbm-3.2"]);
    expect(periods.at(-1)?.data).not.toHaveProperty("to");
  });

  test("has run 7 superior and waiting for two people", async () => {
    expect(await figuresOfFact("card", "retrain-runs", "run-7")).toMatchObject({
      ...{ difference: "0.00285", lower: "0.00148", superior: true, nonInferior: true },
      verdict: "awaiting_approval",
    });
    const run = await db.fact.findFirstOrThrow({
      where: { kind: "retrain-runs", key: "run-7", project: { slug: "card" } },
    });
    expect(run.data).toMatchObject({
      state: "awaiting_approval",
      rows: 40_000,
      onlyChallenger: 612,
      onlyChampion: 498,
    });
  });
});

describe("its records", () => {
  test("are as a rebuild would make them", async () => {
    const stored = await db.projectSummary.findMany({ orderBy: { projectId: "asc" } });
    const rebuilt = await Promise.all(stored.map(({ projectId }) => computeSummary(db, projectId)));
    expect(rebuilt.map(comparable)).toEqual(stored.map(comparable));
  });

  test("name who did it, every one, and lie in the past", async () => {
    const audit = await db.auditEvent.findMany({ select: { actorKind: true, actorName: true, at: true } });
    expect(audit.length).toBeGreaterThan(1000);
    expect(audit.filter(({ actorKind, actorName }) => !actorKind || !actorName)).toEqual([]);
    expect(audit.filter(({ at }) => at > new Date())).toEqual([]);
  });

  test("owe no window, and hold no point of the future", async () => {
    expect(await listDueProjects()).toEqual([]);
    expect(await db.series.count({ where: { lastPointAt: { gt: new Date() } } })).toBe(0);
  });
});

test.each([
  ["2026-03-16T09:00:00Z", "2026-03-16"],
  ["2026-11-22T04:00:00Z", "2026-11-21"],
  ["2028-02-29T23:59:00Z", "2028-02-29"],
])("at %s the story's present day is %s", (now, day) => {
  expect(storyClock(new Date(now)).day("2026-03-16")).toBe(day);
});

async function rollupOf(slug: string) {
  const { id } = await db.project.findFirstOrThrow({ where: { slug } });
  const record = await loadProjectRecord(db, id);
  const { rollup } = figuresOf(record, await surroundings(db, id));
  return { score: rollup.score?.toFixed(1), coverage: rollup.coverage.toFixed(3), status: rollup.status };
}

/** The figures of one fact as they are shown: numbers in three digits. */
async function figuresOfFact(slug: string, kind: string, key: string): Promise<Record<string, unknown>> {
  const lead = await personOf("henrik.vos@demo.throughline.local");
  const { figures } = await getFact(await authorize(lead, slug, "project.read"), factKindOf(kind), key);
  return Object.fromEntries(
    figures.map(({ name, value }) => [name, typeof value === "number" ? value.toPrecision(3) : value]),
  );
}

async function personOf(email: string): Promise<Actor> {
  const { id, name, isAdmin } = await db.user.findUniqueOrThrow({ where: { email } });
  return { kind: "person", userId: id, name, isAdmin };
}

type Stored = Pick<SummaryRow, "health" | "rank" | "trend"> & {
  npv: unknown;
  annualValue: unknown;
  delayLoss: unknown;
  updatedAt: Date;
};

/** Money comes back as decimals, the trend in fifteen digits; a schedule runs on, so health may move in its decimals. */
function comparable<Row extends Stored>({ updatedAt: _, ...row }: Row) {
  const [npv, annualValue, delayLoss] = [row.npv, row.annualValue, row.delayLoss].map(String);
  const money = { npv, annualValue, delayLoss };
  const near = { health: row.health === null ? null : Math.round(row.health), rank: Math.round(row.rank) };
  return { ...row, ...money, ...near, trend: row.trend.map((value) => value.toPrecision(12)) };
}
