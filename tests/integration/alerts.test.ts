import { describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { acknowledgeAlert, getAlert, listAlerts, resolveAlert } from "#server/alerts.ts";
import { at } from "#server/clock.ts";
import { connect, db } from "#server/db.ts";
import { HOUR, hoursAgo, send, settle, type TestPoint, wire } from "../support/metrics.ts";
import { auditOf, makeTeam } from "../support/people.ts";

describe("acknowledging", () => {
  test("names who has it, writes the audit and the alert's own log, and leaves the breach alone", async () => {
    const { access, id, people } = await breached();
    const alert = await acknowledgeAlert(access, id, "Looking at it");
    expect(alert).toMatchObject({ state: "acknowledged", acknowledgedBy: people.ML.userId, criterion: "recall" });
    expect(await auditOf({ action: "alert.acknowledge", subjectId: id })).toMatchObject([
      {
        actorKind: "person",
        actorId: people.ML.userId,
        before: { state: "open" },
        after: { state: "acknowledged" },
        reason: "Looking at it",
      },
    ]);
    expect((await getAlert(access, id)).events.map(({ what }) => what)).toEqual(["opened", "acknowledged"]);
  });

  test("a second time is a conflict", async () => {
    const { access, id } = await breached();
    await acknowledgeAlert(access, id);
    await expect(acknowledgeAlert(access, id)).rejects.toMatchObject({
      code: "CONFLICT",
      details: { current: { state: "acknowledged" } },
    });
  });

  test("two people at once: one has it, the other is told", async () => {
    const { access, id } = await breached();
    const results = await Promise.allSettled([acknowledgeAlert(access, id), acknowledgeAlert(access, id)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("is not for viewers or reviewers", async () => {
    const { slug, people } = await breached();
    for (const who of [people.VW, people.RV])
      await expect(authorize(who, slug, "alert.handle")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("another project's alert does not exist", async () => {
    const { id } = await breached();
    const other = await breached();
    await expect(acknowledgeAlert(other.access, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(acknowledgeAlert(other.access, "no-id")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getAlert(other.access, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("resolving by hand", () => {
  test("needs a note", async () => {
    const { access, id } = await breached();
    await expect(resolveAlert(access, id, " ")).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: [{ path: "note" }] },
    });
  });

  test("keeps the note, and stays until a later window is breached", async () => {
    const { access, id, end } = await breached();
    await at(new Date(end + 60_000), () => resolveAlert(access, id, "Sensor replaced"));
    expect(await db.alert.findUnique({ where: { id } })).toMatchObject({
      state: "resolved",
      resolution: "Sensor replaced",
    });
    await send(access, [[end - HOUR + 120_000, 0.5]]);
    await at(new Date(end + 120_000), settle);
    expect(await db.alert.findUnique({ where: { id } })).toMatchObject({ state: "resolved" });
    await send(access, [[end, 0.5]]);
    await at(new Date(end + HOUR + 60_000), settle);
    const { items } = await listAlerts(access);
    expect(items.map(({ state }) => state)).toEqual(["open", "resolved"]);
  });

  test("a resolved alert cannot be resolved again", async () => {
    const { access, id } = await breached();
    await resolveAlert(access, id, "Done");
    await expect(resolveAlert(access, id, "Done")).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("listing", () => {
  test("filters by state and kind, newest first, page by page", async () => {
    const { access } = await breached();
    for (let i = 0; i < 6; i++)
      await connect().alert.create({
        data: {
          projectId: access.projectId,
          kind: i % 2 ? "drift" : "stale",
          severity: "warning",
          state: "resolved",
          title: `Alert ${i}`,
          fingerprint: `f${i}`,
          openedAt: new Date(hoursAgo(50 + i)),
          lastAt: new Date(hoursAgo(50)),
        },
      });
    expect((await listAlerts(access, { state: "live" })).items).toHaveLength(1);
    expect((await listAlerts(access, { kind: "drift", state: "resolved" })).items).toHaveLength(3);
    const first = await listAlerts(access, { limit: 4 });
    const second = await listAlerts(access, { limit: 4, cursor: first.nextCursor ?? "" });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect([ids.length, new Set(ids).size, second.nextCursor]).toEqual([7, 7, null]);
    await expect(listAlerts(access, { state: "loud" })).rejects.toMatchObject({ code: "INVALID" });
    await expect(listAlerts(access, { cursor: "nonsense" })).rejects.toMatchObject({ code: "INVALID" });
  });
});

async function breached() {
  const { project, people } = await makeTeam();
  const { slug } = project;
  const access = await authorize(people.ML, slug, "project.read", "criterion.edit", "metrics.write", "alert.handle");
  await wire(access);
  const end = hoursAgo(2);
  await send(
    access,
    [3, 2, 1].map((back): TestPoint => [end - back * HOUR, 0.7]),
  );
  await at(new Date(end + 1000), settle);
  const alert = await db.alert.findFirstOrThrow({ where: { projectId: access.projectId } });
  return { access, id: alert.id, slug, people, end };
}
