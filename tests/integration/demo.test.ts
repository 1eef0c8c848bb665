import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Actor, authorize } from "#server/access.ts";
import { db } from "#server/db.ts";
import { DEMO_PEOPLE } from "#server/demo-people.ts";
import { listDueProjects } from "#server/evaluation-run.ts";
import { readStoredFile } from "#server/files.ts";
import { listInbox } from "#server/inbox.ts";
import { getOrganisation } from "#server/organisation.ts";
import { figuresOf } from "#server/project-figures.ts";
import { loadProjectRecord } from "#server/project-record.ts";
import { computeSummary, type SummaryRow, surroundings } from "#server/summary.ts";
import { storyClock } from "../../prisma/demo/story-clock.ts";
import { seedDemo } from "../../prisma/seed.ts";

let files: string;

beforeAll(async () => {
  files = await mkdtemp(path.join(tmpdir(), "tl-demo-"));
  process.env.THROUGHLINE_DATA_DIR = files;
  await seedDemo();
}, 240_000);

afterAll(() => rm(files, { recursive: true, force: true }));

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

async function personOf(email: string): Promise<Actor> {
  const { id, name, isAdmin } = await db.user.findUniqueOrThrow({ where: { email } });
  return { kind: "person", userId: id, name, isAdmin };
}

type Stored = Pick<SummaryRow, "health" | "rank" | "trend"> & { npv: unknown; annualValue: unknown; updatedAt: Date };

/** Money comes back as decimals, the trend in fifteen digits; a schedule runs on, so health may move in its decimals. */
function comparable<Row extends Stored>({ updatedAt: _, ...row }: Row) {
  const money = { npv: String(row.npv), annualValue: String(row.annualValue) };
  const near = { health: row.health === null ? null : Math.round(row.health), rank: Math.round(row.rank) };
  return { ...row, ...money, ...near, trend: row.trend.map((value) => value.toPrecision(12)) };
}
