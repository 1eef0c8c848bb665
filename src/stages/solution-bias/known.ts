import { attributeNames, groupsInWords, referencesInWords } from "#stages/data-bias/attributes-in-words.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import type { FactBag } from "#stages/fact.ts";
import { type KnownAnswers, knownFrom } from "#stages/known.ts";
import { assessmentRecord } from "#stages/solution-bias/assessment-record.ts";

/** Groups are named in stage 4; the rest stands in the newest assessment. */
export function knownInSolutionBias({ of }: Pick<FactBag, "of">): KnownAnswers {
  const attributes = of(protectedAttribute).map(({ data }) => data);
  const [newest] = of(assessmentRecord);
  const plan = { from: "from stage 4", where: `/facts/${protectedAttribute.kind}` };
  const inPlan = knownFrom(plan, {
    attribute: attributeNames(attributes),
    groups: groupsInWords(attributes),
    referenceGroup: referencesInWords(attributes),
  });
  if (!newest) return inPlan;
  const { name, dataSource, period, favourableOutcome, referenceGroup } = newest.data;
  const where = `/facts/${assessmentRecord.kind}/${encodeURIComponent(newest.key)}`;
  return {
    ...inPlan,
    ...knownFrom(
      { from: `from “${name}”`, where },
      {
        ...{ dataSource, favourableOutcome, referenceGroup },
        ...{ "period.from": period.from, "period.to": period.to },
      },
    ),
  };
}
