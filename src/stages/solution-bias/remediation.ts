import { defineFact } from "#stages/fact-kind.ts";
import { assessmentOf, remediationRecord } from "#stages/solution-bias/assessment-record.ts";

export const remediation = defineFact({
  ...remediationRecord,
  one: "remediation",
  many: "remediations",
  stage: "solution-bias",
  help: "What is done about a measure that failed, what it should change, and the assessment that measured it again.",
  name: "technique",
  writers: ["ML", "LD"],
  seen: [{ each: "assessment", newest: 60 }],
  columns: ["assessment", "phase", "expectedEffect", "followUp"],
  check(next, context) {
    if (!next.followUp) return [];
    if (next.followUp === next.assessment)
      return [{ path: "followUp", message: "The follow-up is another assessment than the one that failed" }];
    const [first, second] = [next.assessment, next.followUp].map((key) => assessmentOf(context, key));
    if (!first || !second || second.at > first.at) return [];
    return [{ path: "followUp", message: "The follow-up comes after the assessment that failed" }];
  },
});
