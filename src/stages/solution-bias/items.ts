import type { RuleVerdict } from "#domain/evidence.ts";
import { listed } from "#domain/listed.ts";
import type { StageFacts } from "#stages/facts.ts";
import { assessmentRecord, remediationRecord } from "#stages/solution-bias/assessment-record.ts";
import { intervalOf, judgedMeasures, overall } from "#stages/solution-bias/assessment-verdicts.ts";
import { MEASURE_WORDS } from "#stages/solution-bias/fairness-words.ts";
import { judgedAssessment } from "#stages/solution-bias/judged-assessment.ts";
import type { AssessedDocument } from "#stages/solution-bias/rules.ts";

const NOTHING: RuleVerdict = { met: false, detail: "There is no assessment yet." };

/** 8.1: an assessment is only ever of what is deployed. */
export function assessedInUse(document: AssessedDocument, facts: StageFacts): RuleVerdict {
  const { assessment, isCandidate } = judgedAssessment(document, facts);
  const where = `/facts/${assessmentRecord.kind}`;
  if (!assessment) return { ...NOTHING, where };
  const { name, dataSource } = assessment.data;
  return {
    met: isCandidate,
    detail: `“${name}”, measured in ${dataSource}${isCandidate ? "" : ", is of another release"}.`,
    where,
  };
}

/** 8.3: every group that was compared is large enough, or the reviewer left it out with a reason. */
export function everyGroupJudged(document: AssessedDocument, facts: StageFacts): RuleVerdict {
  const { assessment, tooSmall, exempted } = judgedAssessment(document, facts);
  if (!assessment) return NOTHING;
  const open = tooSmall.filter((group) => !exempted.includes(group));
  const { length } = assessment.data.groups;
  if (open.length > 0) return { met: false, detail: `Too small, and not exempted: ${listed(open)}.` };
  return { met: true, detail: `${length - tooSmall.length} of ${length} groups judged, ${tooSmall.length} exempted.` };
}

/** 8.4: every value stands with its interval, and no group of the document is missing. */
export function intervalsShown(document: AssessedDocument, facts: StageFacts): RuleVerdict {
  const { assessment, measures, tooSmall } = judgedAssessment(document, facts);
  if (!assessment) return NOTHING;
  const bare = measures.filter((each) => each.measure !== "average_absolute_odds" && intervalOf(each) === null);
  if (bare.length > 0)
    return {
      met: false,
      detail: `Without an interval: ${bare.map(({ measure }) => MEASURE_WORDS[measure]).join(", ")}.`,
    };
  const small = tooSmall.length > 0 ? `Listed as too small: ${listed(tooSmall)}.` : "No group is too small.";
  return { met: true, detail: `Every measure has its 95% interval. ${small}` };
}

/** 8.5: whatever failed was mended, and measured again. */
export function failuresFollowed(_document: AssessedDocument, facts: StageFacts): RuleVerdict {
  const all = facts.of(assessmentRecord);
  if (all.length === 0) return NOTHING;
  const failed = all.filter(({ data }) => overall(judgedMeasures(data)) === "fail");
  const followed = new Set(facts.of(remediationRecord).flatMap(({ data }) => (data.followUp ? [data.assessment] : [])));
  const open = failed.filter(({ key }) => !followed.has(key)).map(({ data }) => data.name);
  if (open.length > 0) return { met: false, detail: `Without a remediation that was measured again: ${listed(open)}.` };
  return {
    met: true,
    detail: failed.length === 0 ? "Nothing failed." : `${failed.length} failed, each was measured again.`,
  };
}
