import { isEligible } from "#domain/fairness-rates.ts";
import { defineFact } from "#stages/fact-kind.ts";
import { assessmentOf, exemptionRecord } from "#stages/solution-bias/assessment-record.ts";
import { judgedMeasures, tooSmallGroups } from "#stages/solution-bias/assessment-verdicts.ts";

export const groupExemption = defineFact({
  ...exemptionRecord,
  one: "group exemption",
  many: "group exemptions",
  stage: "solution-bias",
  help: "The reviewer says why a group that is too small to be judged is left out, and how it is looked after meanwhile.",
  name: "group",
  writers: ["RV"],
  signed: true,
  appendOnly: true,
  seen: [{ each: "assessment", newest: 60 }],
  columns: ["assessment", "reason"],
  check(next, context) {
    const assessed = assessmentOf(context, next.assessment);
    if (!assessed) return [];
    const group = assessed.data.groups.find(({ name }) => name === next.group);
    if (!group) return [{ path: "group", message: "Not one of the groups of the assessment" }];
    const small = tooSmallGroups(assessed.data, judgedMeasures(assessed.data));
    if (!isEligible(group, "selection_rate") || small.includes(next.group)) return [];
    return [{ path: "group", message: "It is large enough to be judged" }];
  },
});
