import type { FairnessVerdict } from "#domain/health.ts";
import { isCritical, registerOf } from "#stages/data-bias/register.ts";
import { measuredData } from "#stages/data-selection/measured.ts";
import type { FactBag } from "#stages/fact.ts";
import { assessmentRecord, exemptionRecord } from "#stages/solution-bias/assessment-record.ts";
import { judgedMeasures } from "#stages/solution-bias/assessment-verdicts.ts";

/** What the recorded facts say of a project's health (C10.3); a part of which nothing is known is null or empty. */
export type HealthFacts = {
  /** Mean quality of the required sources, 0 to 100. */
  dataQuality: number | null;
  requiredSources: number;
  /** The highest residual level of the bias register. */
  maxResidual: number | null;
  criticalResidual: boolean;
  /** The verdicts of the newest assessment of each attribute. */
  fairness: readonly { attribute: string; measure: string; verdict: FairnessVerdict }[];
};

/** `document`: stage 3's, which says what the project needs of its data. */
export function healthFactsOf(bag: FactBag, document: unknown, now: number): HealthFacts {
  const { quality, sources } = measuredData(bag, document);
  const { maxResidual } = registerOf(bag, now);
  return {
    dataQuality: quality,
    requiredSources: sources,
    maxResidual,
    criticalResidual: maxResidual !== null && isCritical(maxResidual),
    fairness: fairnessOf(bag),
  };
}

/** An attribute that was assessed again is judged by the newer counts; groups that the reviewer exempted are left out. */
function fairnessOf(bag: FactBag): HealthFacts["fairness"] {
  const newest = [...Map.groupBy(bag.of(assessmentRecord), ({ data }) => data.attribute).values()].flatMap(([first]) =>
    first ? [first] : [],
  );
  return newest.flatMap(({ key, data }) => {
    const exempted = bag.of(exemptionRecord).filter((each) => each.data.assessment === key);
    const groups = exempted.map((each) => each.data.group);
    return judgedMeasures(data, data.measures, groups).map(({ measure, verdict }) => ({
      ...{ attribute: data.attribute, measure, verdict },
    }));
  });
}
