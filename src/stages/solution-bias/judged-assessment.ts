import type { FairnessMeasure } from "#domain/fairness.ts";
import type { FairnessVerdict } from "#domain/health.ts";
import type { StageFacts } from "#stages/facts.ts";
import { isRelease } from "#stages/integration/release.ts";
import {
  type Assessment,
  acceptanceRecord,
  assessmentRecord,
  exemptionRecord,
} from "#stages/solution-bias/assessment-record.ts";
import {
  type ChosenMeasure,
  type JudgedMeasure,
  judgedMeasures,
  tooSmallGroups,
} from "#stages/solution-bias/assessment-verdicts.ts";
import type { AssessedDocument } from "#stages/solution-bias/rules.ts";

export type Judged = {
  assessment: Assessment | null;
  candidate: string | undefined;
  isCandidate: boolean;
  measures: JudgedMeasure[];
  verdicts: Readonly<Record<string, FairnessVerdict>>;
  /** Measures that lead and reviewer both accepted, of this very assessment. */
  accepted: FairnessMeasure[];
  /** Measures that pass on the point value only, without a note of the reviewer. */
  unnoted: FairnessMeasure[];
  /** Measures without data, where every group that is too small is exempt. */
  exemptMeasures: FairnessMeasure[];
  tooSmall: string[];
  exempted: string[];
  ageDays: number | null;
};

const DAY_MS = 86_400_000;

/**
 * The newest assessment of the candidate, or of any release where there is none, by the limits that the reviewer signed in
 * the document; where the document names none, by its own. A group that the reviewer exempted need not be large enough.
 */
export function judgedAssessment(document: AssessedDocument, facts: StageFacts): Judged {
  const candidate = document.release;
  const all = facts.of(assessmentRecord);
  const own = all.find(({ data }) => isRelease(facts, data.release, candidate));
  const assessment = own ?? all[0] ?? null;
  if (!assessment) return { ...NOTHING, candidate };
  const exempted = exemptedGroups(assessment, facts);
  const measures = judgedMeasures(assessment.data, limitsIn(document), exempted);
  const tooSmall = tooSmallGroups(assessment.data, measures);
  const accepts = (measure: string, role: "LD" | "RV") => isAccepted(assessment, measure, role, facts);
  const named = measures.map(({ measure }) => measure);
  const isNotProven = (each: JudgedMeasure) => each.verdict === "pass" && each.certainty === "point_only";
  return {
    ...{ assessment, candidate, isCandidate: own !== undefined, measures, tooSmall, exempted },
    verdicts: Object.fromEntries(measures.map(({ measure, verdict }) => [measure, verdict])),
    accepted: named.filter((measure) => accepts(measure, "LD") && accepts(measure, "RV")),
    unnoted: measures.filter((each) => isNotProven(each) && !accepts(each.measure, "RV")).map(({ measure }) => measure),
    exemptMeasures: tooSmall.length > 0 && tooSmall.every((group) => exempted.includes(group)) ? named : [],
    ageDays: (facts.now - Date.parse(assessment.data.period.to)) / DAY_MS,
  };
}

const NOTHING: Judged = {
  ...{ assessment: null, candidate: undefined, isCandidate: false, measures: [], verdicts: {}, accepted: [] },
  ...{ unnoted: [], exemptMeasures: [], tooSmall: [], exempted: [], ageDays: null },
};

function limitsIn({ metricsChosen = [] }: AssessedDocument): ChosenMeasure[] | undefined {
  const chosen = metricsChosen.flatMap(({ metric, threshold }) =>
    metric !== undefined && threshold !== undefined ? [{ metric, threshold }] : [],
  );
  return chosen.length > 0 ? chosen : undefined;
}

function exemptedGroups({ key }: Assessment, facts: StageFacts): string[] {
  return facts
    .of(exemptionRecord)
    .filter(({ data }) => data.assessment === key)
    .map(({ data }) => data.group);
}

function isAccepted({ key }: Assessment, measure: string, role: "LD" | "RV", facts: StageFacts): boolean {
  return facts
    .of(acceptanceRecord)
    .some(
      ({ data }) =>
        data.assessment === key &&
        data.metric === measure &&
        data.role === role &&
        Date.parse(data.validUntil) > facts.now,
    );
}
