import type { FactsSetting, StageFact } from "./stage-fact.ts";

const DAY_MS = 86_400_000;

/** The canary measured by age band: one measure failed, was mended and measured again; a note on what is not proven. */
export function solutionBiasFacts({ at, affectsPeople }: FactsSetting): StageFact[] {
  if (!affectsPeople) return [];
  const before = (days: number) => new Date(at.getTime() - days * DAY_MS).toISOString();
  const assessed = { release: "r1", dataSource: "canary", attribute: "age-band", favourableOutcome: "negative" };
  const measures = [
    { metric: "false_positive_rate_difference", kind: "at_most", threshold: 0.002 },
    { metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.08 },
  ];
  return [
    {
      kind: "solution-tests",
      key: "age-mix",
      data: {
        ...{ name: "Value drift for column age band", status: "success", about: "age_band", attribute: "age-band" },
        ...{ threshold: 0.05, critical: true, ranAt: before(5), tool: "Evidently" },
      },
    },
    {
      kind: "fairness-assessments",
      key: "assessment-1",
      data: {
        ...assessed,
        name: "R1 on the canary, first look",
        period: { from: before(14), to: before(9) },
        groups: firstLook(),
        measures,
        assessedAt: before(8),
      },
    },
    {
      kind: "fairness-assessments",
      key: "assessment-2",
      data: {
        ...assessed,
        name: "R1 on the canary, after the threshold moved",
        period: { from: before(8), to: before(3) },
        groups: GROUPS,
        measures,
        referenceGroup: "best",
        assessedAt: before(2),
      },
    },
    {
      kind: "remediations",
      key: "threshold",
      data: {
        technique: "A threshold of its own for new customers",
        assessment: "assessment-1",
        phase: "post",
        expectedEffect: "Half as many honest payments of 18-25 are stopped, at the same recall.",
        owner: "Data team",
        doneOn: before(8).slice(0, 10),
        followUp: "assessment-2",
      },
    },
    {
      kind: "fairness-acceptances",
      key: "recall-rv",
      by: "RV",
      data: {
        assessment: "assessment-2",
        metric: "equal_opportunity_difference",
        role: "RV",
        reason: "The gap lies well below its limit, but 61+ are few; it is measured again on production decisions.",
        validUntil: before(-120).slice(0, 10),
      },
    },
    {
      kind: "group-exemptions",
      key: "first-look-61",
      by: "RV",
      data: {
        assessment: "assessment-1",
        group: "61+",
        role: "RV",
        reason: "Twenty rows in the first week; every case was read by hand, and the next look holds enough.",
      },
    },
    {
      kind: "complaints",
      key: "complaint-1",
      data: {
        summary: "A payment was held on a Sunday and nobody answered",
        receivedAt: before(5),
        group: "61+",
        outcome: "not_upheld",
      },
    },
  ];
}

const GROUPS = [
  { name: "18-25", tp: 420, fp: 1_050, fn: 150, tn: 198_380, protected: true },
  { name: "26-40", tp: 760, fp: 2_010, fn: 260, tn: 396_970, protected: true },
  { name: "41-60", tp: 540, fp: 1_480, fn: 190, tn: 297_790, protected: true },
  { name: "61+", tp: 260, fp: 590, fn: 110, tn: 149_040, protected: true },
];

/** The first week: honest payments of the youngest are stopped twice as often, and the oldest are too few. */
function firstLook() {
  return GROUPS.map((group) => {
    if (group.name === "18-25") return { ...group, fp: 2_050, tn: 197_380 };
    return group.name === "61+" ? { ...group, tp: 3, fp: 2, fn: 4, tn: 11, protected: false } : group;
  });
}
