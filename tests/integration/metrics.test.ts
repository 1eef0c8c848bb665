import { describe, expect, test } from "vitest";
import { type Actor, authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { dropExpiredKeys, withIdempotency } from "#server/idempotency.ts";
import { startWorker } from "#server/jobs/worker.ts";
import { ingestMetrics } from "#server/metrics.ts";
import { pointsPool } from "#server/points/pool.ts";
import { findOrCreateSeries, getSeriesPoints, listSeries, MAX_SERIES } from "#server/series.ts";
import { DAY, HOUR, hoursAgo, send, settle, type TestPoint, wire } from "../support/metrics.ts";
import { makePerson, makeProject, makeTeam } from "../support/people.ts";

describe("taking points in", () => {
  test("counts what is accepted, repeated, replaced and refused, and makes the series", async () => {
    const access = await project();
    const t = hoursAgo(4);
    expect(
      await send(access, [
        [t, 1],
        [t + 1000, 2],
        [t + 1000, 2],
        [Date.now() + HOUR, 3],
      ]),
    ).toEqual({
      accepted: 2,
      duplicates: 1,
      replaced: 0,
      refused: [{ index: 3, reason: expect.stringContaining("ahead") }],
      criteria: [],
    });
    expect(
      await send(access, [
        [t, 1],
        [t + 1000, 5],
      ]),
    ).toMatchObject({ accepted: 0, duplicates: 1, replaced: 1 });
    await settle();
    expect(await listSeries(access)).toMatchObject([
      { name: "recall", labels: {}, unit: null, lastPointAt: new Date(t + 1000), lastValue: 5 },
    ]);
  });

  test("labels in another order are the same series, other labels another", async () => {
    const access = await project();
    const points: TestPoint[] = [[hoursAgo(2), 1]];
    await ingestMetrics(access, { series: { name: "recall", labels: { site: "A", model: "3" } }, points });
    await ingestMetrics(access, { series: { name: "recall", labels: { model: "3", site: "A" } }, points });
    await ingestMetrics(access, { series: { name: "recall", labels: { model: "4", site: "A" } }, points });
    expect(await listSeries(access)).toHaveLength(2);
  });

  test("points in another unit than the series are refused one by one, the other batches stand", async () => {
    const access = await project();
    await ingestMetrics(access, { series: { name: "latency", unit: "ms" }, points: [[hoursAgo(3), 120]] });
    const result = await ingestMetrics(access, {
      batches: [
        {
          series: { name: "latency", unit: "s" },
          points: [
            [hoursAgo(2), 0.1],
            ["never", 1],
          ],
        },
        { series: { name: "recall" }, points: [[hoursAgo(2), 0.8]] },
      ],
    });
    expect(result).toMatchObject({
      accepted: 1,
      refused: [
        { batch: 0, index: 0, reason: expect.stringContaining("“ms”") },
        { batch: 0, index: 1 },
      ],
    });
  });

  test("a series without a unit takes the first that is named", async () => {
    const access = await project();
    await send(access, [[hoursAgo(3), 1]]);
    await ingestMetrics(access, { series: { name: "recall", unit: "share" }, points: [[hoursAgo(2), 1]] });
    expect(await listSeries(access)).toMatchObject([{ unit: "share" }]);
  });

  test("what cannot be read is refused as a whole, with the place", async () => {
    const access = await project();
    await expect(ingestMetrics(access, { points: [] })).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: [{ path: "series" }] },
    });
    await expect(
      send(
        access,
        Array.from({ length: 10_001 }, (): TestPoint => [hoursAgo(1), 1]),
      ),
    ).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(await listSeries(access)).toEqual([]);
  });

  test("a project holds 2,000 series and says so at the next", async () => {
    const access = await project();
    await findOrCreateSeries(
      access.projectId,
      Array.from({ length: MAX_SERIES }, (_, i) => ({ name: `s${i}`, labels: {} })),
    );
    await expect(send(access, [[hoursAgo(1), 1]], "one too many")).rejects.toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringContaining("2,000"),
    });
    expect(await send(access, [[hoursAgo(1), 1]], "s77")).toMatchObject({ accepted: 1 });
  });

  test("a series made by many requests at once is one series", async () => {
    const access = await project();
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, i) => send(access, [[hoursAgo(3) + i * 1000, i]], "new")),
    );
    expect(results.reduce((sum, r) => sum + r.accepted, 0)).toBe(12);
    expect(await listSeries(access)).toHaveLength(1);
  });

  test("waiting answers with the states after these points", async () => {
    const access = await project();
    await wire(access);
    const worker = startWorker();
    try {
      const points = [0.7, 0.7, 0.7].map((v, i): TestPoint => [hoursAgo(3) + i * HOUR, v]);
      const result = await ingestMetrics(access, { series: { name: "recall" }, points }, { waitSeconds: 20 });
      expect(result.criteria).toEqual([{ key: "recall", state: "breached" }]);
    } finally {
      await worker.stop();
    }
  });

  test("without waiting the states are the last known", async () => {
    const access = await project();
    await wire(access);
    expect((await send(access, [[hoursAgo(3), 0.7]])).criteria).toEqual([{ key: "recall", state: "no_data" }]);
  });

  test("viewers and reviewers may not send, outsiders see no project", async () => {
    const { project: made, people } = await makeTeam();
    for (const who of [people.VW, people.RV])
      await expect(authorize(who, made.slug, "metrics.write")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(people.outsider, made.slug, "metrics.write")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const token: Actor = {
      kind: "service",
      tokenId: "t",
      name: "Pipeline",
      projectId: made.id,
      scopes: ["read"],
      admin: false,
    };
    await expect(authorize(token, made.slug, "metrics.write")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await authorize({ ...token, scopes: ["ingest"] }, made.slug, "metrics.write")).toBeDefined();
  });

  test("the chart of another project's series does not exist", async () => {
    const [mine, other] = [await project(), await project()];
    await send(other, [[hoursAgo(2), 1]]);
    await settle();
    const [series] = await listSeries(other);
    await expect(getSeriesPoints(mine, series?.id ?? "")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getSeriesPoints(mine, "1; drop table")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await getSeriesPoints(other, series?.id ?? "")).buckets).toHaveLength(1);
    await expect(getSeriesPoints(other, series?.id ?? "", { buckets: 1501 })).rejects.toMatchObject({
      code: "INVALID",
    });
  });
});

describe("an Idempotency-Key", () => {
  test("gives the first answer again without doing the work again", async () => {
    let done = 0;
    const work = async () => ({ status: 202, response: { accepted: ++done } });
    const first = await withIdempotency("token-a", "key-1", "hash", work);
    expect(await withIdempotency("token-a", "key-1", "hash", work)).toEqual(first);
    expect(done).toBe(1);
    await withIdempotency("token-b", "key-1", "hash", work);
    expect(done).toBe(2);
  });

  test("with another body is a conflict", async () => {
    const work = async () => ({ status: 202, response: null });
    await withIdempotency("token-a", "key-2", "hash", work);
    await expect(withIdempotency("token-a", "key-2", "other", work)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("eight at once do the work once and get one answer", async () => {
    const access = await project();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        withIdempotency("token-a", "key-3", "hash", async () => ({
          status: 202,
          response: await send(access, [[hoursAgo(2), 1]]),
        })),
      ),
    );
    expect(answers.map(({ response }) => response)).toEqual(Array(8).fill(expect.objectContaining({ accepted: 1 })));
  });

  test("is free again when the work failed", async () => {
    const failing = withIdempotency("token-a", "key-4", "hash", async () => {
      throw new Error("the database went away");
    });
    await expect(failing).rejects.toThrow("went away");
    expect(await withIdempotency("token-a", "key-4", "hash", async () => ({ status: 202, response: 1 }))).toEqual({
      status: 202,
      response: 1,
    });
  });

  test("of a process that died is taken over after a minute", async () => {
    await pointsPool().query("insert into idempotency_key values ('token-a', 'key-5', 'hash', 0, 'null', $1)", [
      new Date(Date.now() - 61_000),
    ]);
    expect(await withIdempotency("token-a", "key-5", "hash", async () => ({ status: 202, response: 2 }))).toEqual({
      status: 202,
      response: 2,
    });
  });

  test("is forgotten after a day", async () => {
    await withIdempotency("token-a", "key-6", "hash", async () => ({ status: 202, response: null }));
    await at(new Date(Date.now() + DAY + 1000), dropExpiredKeys);
    expect(await db.idempotencyKey.count({ where: { key: "key-6" } })).toBe(0);
  });
});

async function project() {
  const lead = await makePerson();
  const { slug } = await makeProject(lead);
  return authorize(lead, slug, "project.read", "criterion.edit", "metrics.write");
}
