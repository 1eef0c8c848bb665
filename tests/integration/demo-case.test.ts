import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#server/db.ts";
import { getOrganisation } from "#server/organisation.ts";
import { loadProjectRecord } from "#server/project-record.ts";
import { caseFigures } from "#stages/business-case/case-figures.ts";
import { framingRevision } from "#stages/business-case/framing-revision.ts";
import { valueRevision } from "#stages/business-case/value-revision.ts";
import { useDemo } from "../support/demo.ts";

/* The numbers that lifecycle G derives for stage 1. */

beforeAll(useDemo, 400_000);

describe("the business cases of the demo", () => {
  test.each([
    ["card", [2737620.73, 1.9786, 13.74, 180303.27, 239256.6], [100, 70, 83.67, "do_now"]],
    ["read", [549385.86, 0.4562, 26.54, 106447.09, 351410.97, 837278.22], [69.2, 41.25, 53.4, "de_risk"]],
    ["shelf", [233873.23, 0.5443, 16.62, 52344.5], [34.0, 70, 48.8, "fill_in"]],
  ])("%s has the derived numbers of lifecycle G", async (slug, money, standing) => {
    const figures = caseFigures(await documentOf(slug), await getOrganisation());
    const { npv, roi, payback, oneMonthLate, expectedLoss, worstLoss, value, feasibility, priority, quadrant } =
      figures;
    const shown = [npv, roi, payback, oneMonthLate, expectedLoss, worstLoss];
    money.forEach((expected, i) => {
      const digits = i === 1 ? 4 : 2;
      expect(Math.abs(Number(shown[i]?.value) - expected), shown[i]?.name).toBeLessThanOrEqual(
        0.5000001 * 10 ** -digits,
      );
    });
    const places = slug === "card" ? 2 : 1;
    expect([
      Number(Number(value.value).toFixed(1)),
      feasibility.value,
      Number(Number(priority.value).toFixed(places)),
      quadrant.value,
    ]).toEqual(standing);
  });

  test.each([
    ["card", 3],
    ["read", 5],
    ["shelf", 2],
  ])("%s was framed anew until it had %i revisions", async (slug, count) => {
    const { facts } = await recordOf(slug);
    expect(facts.of(framingRevision).map(({ data }) => data.revision)).toEqual(
      Array.from({ length: count }, (_, i) => count - i),
    );
    expect(facts.of(valueRevision).length).toBeGreaterThan(0);
  });

  test("the second framing of the readmission project predicted the length of stay, and was dropped", async () => {
    const revisions = (await recordOf("read")).facts.of(framingRevision);
    const second = revisions.find(({ data }) => data.revision === 2);
    expect(second?.data.framing.predictionTarget).toBe("The length of stay in days");
    expect(second?.data.changed).toContain("Prediction target");
    expect(revisions[0]?.data.framing.predictionTarget).toBe("An unplanned readmission within 30 days");
  });
});

async function recordOf(slug: string) {
  const { id } = await db.project.findFirstOrThrow({ where: { slug } });
  return loadProjectRecord(db, id);
}

async function documentOf(slug: string) {
  return (await recordOf(slug)).stage("business-case").document;
}
