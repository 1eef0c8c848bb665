import { answerAt, isGroup } from "#stages/answer-at.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import type { FactBag, FactData } from "#stages/fact.ts";
import type { FactContext } from "#stages/fact-kind.ts";
import type { StageDocument } from "#stages/field.ts";
import { assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { candidateOf } from "#stages/solution-bias/candidate.ts";

const SAME = ["dataSource", "favourableOutcome", "referenceGroup"] as const;

/**
 * An assessment begins with the candidate, the attribute and its groups as stage 4 named them, and the measures and limits
 * that were signed before anybody looked; what none of them says comes from the last assessment.
 */
export function beginAssessment({ project, of }: Pick<FactContext, "project" | "of">): FactData {
  const document = documentIn(project.documents["solution-bias"]);
  const [last] = of(assessmentRecord);
  const candidate = candidateOf({ of });
  const attribute = attributeIn({ of }, answerAt(document, "attribute") ?? last?.data.attribute);
  const measures = answerAt(document, "metricsChosen") ?? last?.data.measures;
  const same = SAME.flatMap((name) => {
    const known = answerAt(document, name) ?? last?.data[name];
    return known === undefined ? [] : [[name, known] as const];
  });
  return {
    ...(attribute?.data.referenceGroup && { referenceGroup: attribute.data.referenceGroup }),
    ...Object.fromEntries(same),
    ...(candidate && { release: candidate.release, dataSource: candidate.dataSource }),
    ...(attribute && { attribute: attribute.key, groups: attribute.data.groups.map((name) => ({ name })) }),
    ...(Array.isArray(measures) && { measures: measures.filter(isGroup) }),
    ...(candidate?.since && { period: { from: candidate.since } }),
  };
}

/** By its key or its name; where nobody named one, the only one. */
function documentIn(given: unknown): StageDocument {
  return isGroup(given) ? given : {};
}

function attributeIn({ of }: Pick<FactBag, "of">, named: unknown) {
  const all = of(protectedAttribute);
  const [only] = all.length === 1 ? all : [];
  if (typeof named !== "string") return only;
  const plain = named.trim().toLowerCase();
  return all.find(({ key, data }) => key.toLowerCase() === plain || data.name.toLowerCase() === plain) ?? only;
}
