import { beforeAll, describe, expect, test } from "vitest";
import { timeSplit } from "#domain/time-split.ts";
import { authorize } from "#server/access.ts";
import { db } from "#server/db.ts";
import { getProjectOverview, type ProjectOverview } from "#server/project-overview.ts";
import { useDemo } from "../support/demo.ts";

/* What goes across the stages, in figures of lifecycle G; where the demo differs, docs/decisions/0004 says why. */

const projects: Record<string, ProjectOverview> = {};

beforeAll(async () => {
  await useDemo();
  const { id, name } = await db.user.findFirstOrThrow({ where: { email: "henrik.vos@demo.throughline.local" } });
  for (const slug of ["card", "read", "shelf"]) {
    const lead = { kind: "person", userId: id, name, isAdmin: false } as const;
    projects[slug] = await getProjectOverview(await authorize(lead, slug, "project.read"));
  }
}, 400_000);

const of = (slug: string): ProjectOverview => {
  const found = projects[slug];
  if (!found) throw new Error(`the demo has no ${slug}`);
  return found;
};

test("hours are those of the story: modelling is 21.9 % of CARDGUARD and 28.8 % of SHELFCAST", () => {
  expect(of("card").hours).toEqual({
    framing: 96,
    data: 720,
    modelling: 410,
    deployment: 360,
    monitoring: 180,
    governance: 110,
  });
  expect(of("shelf").hours).toEqual({ framing: 40, data: 310, modelling: 150, other: 20 });
  expect(of("read").hours).toEqual({});
  expect(timeSplit(of("card").hours)?.modellingShare).toBeCloseTo(0.219, 3);
  expect(timeSplit(of("shelf").hours)?.modellingShare).toBeCloseTo(0.288, 3);
});

test.each([
  ["card", "live", "production"],
  ["shelf", "active", "poc"],
])("%s is %s and in %s", (slug, lifecycle, maturity) => {
  expect(of(slug).standing).toEqual({ lifecycle, maturity });
});

test("READMIT is a pilot", () => {
  expect(of("read").standing.maturity).toBe("pilot");
});

describe("health", () => {
  test("of CARDGUARD is 79 and amber: better in its parts, capped by a must-have at risk", () => {
    const { health, parts } = of("card");
    expect(health).toMatchObject({ score: 79, band: "amber", cap: "must_have_at_risk", coverage: 1 });
    expect(parts.success).toBeCloseTo(85.5, 1);
    expect(parts.schedule).toBeCloseTo(90, 0);
    expect(parts.data).toBeCloseTo(93.5, 1);
    expect(parts).toMatchObject({ operations: 70, fairness: 100, risk: 68 });
  });

  test("of READMIT is 49 and red: a residual bias risk is critical", () => {
    const { health, parts, caps } = of("read");
    expect(health).toMatchObject({ score: 49, band: "red" });
    // Its open fairness alert caps it at 49, too.
    expect(caps).toEqual(expect.arrayContaining(["critical_residual_bias", "critical_alert"]));
    expect(parts).toMatchObject({ operations: null });
    expect(parts.risk).toBeCloseTo(20, 6);
    expect(parts.success).toBeCloseTo(63.1, 1);
    expect(parts.data).toBeCloseTo(88.2, 1);
    // 382 days for 330, and still ahead.
    expect(Math.abs((parts.schedule ?? 0) - 68.5)).toBeLessThan(0.5);
  });

  test("of SHELFCAST is 76.5 and amber, from 65 % of its weight", () => {
    const { health, parts } = of("shelf");
    expect(health).toMatchObject({ band: "amber", coverage: 0.65, cap: null });
    expect(Math.abs((health.score ?? 0) - 76.5)).toBeLessThan(0.5);
    expect(parts).toMatchObject({ operations: null, fairness: null, risk: null });
    expect(parts.success).toBeCloseTo(79.8, 1);
    expect(parts.data).toBeCloseTo(86, 1);
  });
});

test("the journeys lie within what other checklists make of lifecycle G's", () => {
  expect(Math.abs(of("card").journey - 0.988)).toBeLessThan(0.01);
  expect(Math.abs(of("read").journey - 0.897)).toBeLessThan(0.05);
  expect(Math.abs(of("shelf").journey - 0.5725)).toBeLessThan(0.12);
});

test("CARDGUARD reached all traffic after 252 days; three releases are three solutions", () => {
  const { flow, solution } = of("card");
  expect(Math.round(flow.leadTimeDays)).toBe(252);
  expect(solution.iterations.solution).toBe(3);
});
