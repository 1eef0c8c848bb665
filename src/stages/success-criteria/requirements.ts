import type { Requirement } from "#domain/requirement.ts";
import { answerIn } from "#stages/answer-at.ts";
import type { CriterionFacts, StageFacts } from "#stages/facts.ts";
import { criteriaFix, fieldFix, requirement } from "#stages/fix.ts";
import { mustHaves, oneOfEachKind } from "#stages/success-criteria/rules.ts";

type Answers = { readonly northStar?: string; readonly tradeOffRule?: string };

/** G2.1 to G2.5, and the trade-off rule once two must-haves can conflict. */
export function criteriaRequirements(document: Answers, facts: StageFacts): Requirement[] {
  const needed = [
    kindsCovered(document, facts),
    mustHavesDefined(facts),
    definitionsStand(facts),
    northStarSet(document, facts),
    ownerSigned(facts),
  ];
  return facts.tier >= 2 ? [...needed, tradeOffWritten(document, facts)] : needed;
}

function kindsCovered(document: Answers, facts: StageFacts): Requirement {
  const verdict = oneOfEachKind(document, facts);
  return requirement({
    key: "G2.1",
    label: "There is a criterion of each kind",
    ...verdict,
    fix: criteriaFix("Add the missing criteria."),
  });
}

function mustHavesDefined({ criteria }: StageFacts): Requirement {
  const asked = mustHaves(criteria);
  const items = asked.flatMap((criterion) => {
    const gaps = gapsOf(criterion);
    return gaps.length > 0 ? [{ label: `${criterion.name}: ${gaps.join(", ")}`, where: "#criteria" }] : [];
  });
  return requirement({
    key: "G2.2",
    label: "Every must-have is fully defined",
    met: asked.length > 0 && items.length === 0,
    detail:
      asked.length === 0
        ? "No criterion is a must-have yet."
        : `${asked.length - items.length} of ${asked.length} must-haves have baseline, target, owner, window and minimum sample.`,
    fix: criteriaFix("Complete the must-haves."),
    items,
  });
}

function definitionsStand({ criteria }: StageFacts): Requirement {
  const items = criteria.flatMap(({ name, validationIssues }) =>
    validationIssues.map((issue) => ({ label: `${name}: ${issue}`, where: "#criteria" })),
  );
  return requirement({
    key: "G2.3",
    label: "Targets and guardrails agree with each other",
    met: items.length === 0,
    detail: items.length === 0 ? "No definition contradicts itself." : `${items.length} to mend.`,
    fix: criteriaFix("Correct the thresholds."),
    items,
  });
}

function northStarSet({ northStar }: Answers, { criteria }: StageFacts): Requirement {
  const star = criteria.find(({ key }) => key === northStar);
  return requirement({
    key: "G2.4",
    label: "The north star is a business must-have",
    met: star?.kind === "business" && star.mustHave,
    detail: northStarDetail(northStar, star),
    fix: fieldFix(["PM"], "Choose a business criterion that is a must-have.", "northStar"),
  });
}

/** Where stage 1 names a business owner, that person must be the one who signed item 2.8. */
function ownerSigned({ documents, signOffs, version }: StageFacts): Requirement {
  const owner = answerIn(documents, "business-case", "businessOwner");
  const current = signOffs.filter((each) => each.subject === "item:2.8" && each.version === version && !each.voided);
  const met = current.some(
    ({ userId, decision }) => decision === "approved" && (owner === undefined || userId === owner),
  );
  const signer = owner === undefined ? "product manager or lead" : "business owner";
  return requirement({
    key: "G2.5",
    label: "The business owner signed the current criteria",
    met,
    detail: met
      ? `Signed for version ${version}.`
      : `The ${signer} has not signed ${version === 0 ? "yet" : "what stands here now"}.`,
    fix: { who: ["PM", "LD"], what: "Sign the thresholds as they stand now.", where: "#item-2.8" },
  });
}

function tradeOffWritten({ tradeOffRule }: Answers, { criteria }: StageFacts): Requirement {
  const count = mustHaves(criteria).length;
  return requirement({
    key: "G2.trade-off",
    label: "It is agreed which must-have wins",
    met: count <= 1 || tradeOffRule !== undefined,
    detail: count <= 1 ? "There are no two must-haves to conflict." : `${count} must-haves can conflict.`,
    fix: fieldFix(["PM"], "Write the trade-off rule.", "tradeOffRule"),
  });
}

function gapsOf(criterion: CriterionFacts): string[] {
  const hasTarget = criterion.target !== null || (criterion.targetLow !== null && criterion.targetHigh !== null);
  const parts: [string, boolean][] = [
    ["no baseline", criterion.baseline === null],
    ["no target", !hasTarget],
    ["no owner", criterion.ownerId === null],
    ["no window", criterion.windowSeconds === null],
    ["no minimum sample", criterion.minSamples === null],
  ];
  return parts.filter(([, absent]) => absent).map(([gap]) => gap);
}

function northStarDetail(key: string | undefined, star: CriterionFacts | undefined): string {
  if (!key) return "No criterion is chosen yet.";
  if (!star) return `There is no criterion “${key}”.`;
  return `${star.name} is a ${star.kind} criterion and ${star.mustHave ? "a must-have" : "not a must-have"}.`;
}
