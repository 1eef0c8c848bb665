import { afterAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { setItem } from "#server/checklists.ts";
import { at } from "#server/clock.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { pointsPool } from "#server/points/pool.ts";
import { deleteProject } from "#server/projects.ts";
import { purgeDeletedProjects } from "#server/purge.ts";
import { auditOf } from "../support/people.ts";
import { addCriteria, finish, type Team, team, trio } from "../support/project.ts";

afterAll(disconnect);

const DAY_MS = 86_400_000;

describe("thirty days after its deletion", () => {
  test("a project goes for good, with its points and everything else but the audit", async () => {
    const given = await trio(3);
    await addCriteria(given);
    const { id } = given.project;
    const series = (await db.series.findMany({ where: { projectId: id } })).map((each) => each.id);
    expect(await pointsOf(series)).toBeGreaterThan(0);
    const deleted = await remove(given, "delete");
    expect(await at(daysAfter(deleted, 29.9), purgeDeletedProjects)).toBe(0);
    expect(await db.project.count({ where: { id } })).toBe(1);
    expect(await at(daysAfter(deleted, 30.1), purgeDeletedProjects)).toBe(1);
    expect(await db.project.count({ where: { id } })).toBe(0);
    expect(await pointsOf(series)).toBe(0);
    for (const table of await tablesWithProject())
      expect(await rowsOf(table, id), table).toBe(
        table === "audit_event" ? await db.auditEvent.count({ where: { projectId: id } }) : 0,
      );
    expect(await auditOf({ action: "project.purge", subjectId: id })).toMatchObject([
      { actorKind: "rule", actorName: "Retention" },
    ]);
    expect(await auditOf({ action: "project.create", projectId: id })).toHaveLength(1);
    expect(await at(daysAfter(deleted, 31), purgeDeletedProjects)).toBe(0);
  });

  test("a run that ended halfway is finished by the next: the project whole before, only its points after", async () => {
    const given = await trio();
    await addCriteria(given);
    const series = (await db.series.findMany({ where: { projectId: given.project.id } })).map((each) => each.id);
    const deleted = await remove(given, "delete");
    await pointsPool().query("alter table metric_rollup rename to metric_rollup_away");
    await expect(at(daysAfter(deleted, 31), purgeDeletedProjects)).rejects.toThrow("metric_rollup");
    await pointsPool().query("alter table metric_rollup_away rename to metric_rollup");
    expect(await db.project.count({ where: { id: given.project.id } })).toBe(0);
    expect(await pointsOf(series)).toBeGreaterThan(0);
    const other = await team();
    await addCriteria(other);
    const kept = (await db.series.findMany({ where: { projectId: other.project.id } })).map((each) => each.id);
    expect(await at(daysAfter(deleted, 31), purgeDeletedProjects)).toBe(0);
    expect(await pointsOf(series)).toBe(0);
    expect(await pointsOf(kept)).toBeGreaterThan(0);
  });

  test("one whose rows cannot go keeps its points", async () => {
    const given = await trio();
    await addCriteria(given);
    const series = (await db.series.findMany({ where: { projectId: given.project.id } })).map((each) => each.id);
    const deleted = await remove(given, "delete");
    await pointsPool().query(`create table clings (project_id uuid references project)`);
    await pointsPool().query("insert into clings values ($1)", [given.project.id]);
    await expect(at(daysAfter(deleted, 31), purgeDeletedProjects)).rejects.toThrow();
    expect(await pointsOf(series)).toBeGreaterThan(0);
    await pointsPool().query("drop table clings");
    await at(daysAfter(deleted, 31), purgeDeletedProjects);
    expect(await pointsOf(series)).toBe(0);
  });

  test("one that was restored stays, whole", async () => {
    const given = await team();
    await setItem(given.as.PM, "business-case", "1.8", {
      state: "done",
      evidence: { kind: "link", url: "https://x.org" },
    });
    const deleted = await remove(given, "delete");
    await remove(given, "restore");
    expect(await at(daysAfter(deleted, 60), purgeDeletedProjects)).toBe(0);
    expect(await db.evidence.count({ where: { projectId: given.project.id } })).toBe(1);
    await expect(authorize(given.people.PM, given.project.slug, "project.read")).resolves.toBeTruthy();
  });

  test("two purges at once take each project once, and others are left alone", async () => {
    const [one, other] = [await trio(), await team()];
    await finish(one, "business-case");
    const deleted = await remove(one, "delete");
    await Promise.all([1, 2, 3].map(() => at(daysAfter(deleted, 31), purgeDeletedProjects)));
    expect(await auditOf({ action: "project.purge", subjectId: one.project.id })).toHaveLength(1);
    expect(await db.project.count({ where: { id: other.project.id } })).toBe(1);
  });
});

async function remove({ people, project }: Team, fate: "delete" | "restore"): Promise<Date> {
  const after = await deleteProject(await authorize(people.LD, project.slug, "project.delete"), fate);
  return after.deletedAt ?? after.updatedAt;
}

function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS);
}

async function pointsOf(series: readonly bigint[]): Promise<number> {
  const { rows } = await pointsPool().query(
    "select count(*)::int as n from metric_point where series_id = any($1::bigint[])",
    [series],
  );
  return rows[0].n;
}

async function tablesWithProject(): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'project_id'`;
  return rows.map(({ name }) => name);
}

async function rowsOf(table: string, id: string): Promise<number> {
  const rows = await connect().$queryRawUnsafe<{ n: number }[]>(
    `select count(*)::int as n from "${table}" where project_id = $1::uuid`,
    id,
  );
  return rows[0]?.n ?? 0;
}
