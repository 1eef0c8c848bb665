import type { BackwardFacts } from "#domain/backward-facts.ts";
import { type BackwardRule, type BackwardStage, type Found, found, isNews, quoted } from "#domain/backward-rule.ts";
import { geEps, leEps } from "#domain/comparison.ts";
import { RISK_CLASSES } from "#domain/risk-class.ts";

/** The rules of stage 1 beside those on criteria. */
export const FRAME_RULES: readonly BackwardRule[] = [
  { rule: "B1.2", stages: ["business-case"], find: missedBenefit },
  { rule: "B1.3", stages: ["business-case"], find: overspent },
  { rule: "B1.4", stages: ["business-case"], find: risenRisk },
  { rule: "B1.5", stages: ["business-case"], find: ownerGone },
  { rule: "B1.6", stages: ["business-case"], find: brokenAssumptions },
];

function missedBenefit(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const quarters = (facts.benefitQuarters ?? []).filter(({ end }) => isNews(facts, stage, end));
  const [first, second] = quarters.slice(-2);
  const missed = [first, second].every(
    (quarter) =>
      quarter && quarter.realised !== null && quarter.planned > 0 && !geEps(quarter.realised, quarter.planned / 2),
  );
  if (!missed || !first || !second) return null;
  const percent = Math.round(
    (100 * ((first.realised ?? 0) + (second.realised ?? 0))) / (first.planned + second.planned),
  );
  return {
    because: `The benefit was below half its plan for two quarters in a row (${percent} % of it).`,
    factsKey: `quarter@${second.end}`,
  };
}

function overspent({ cost }: BackwardFacts): Found | null {
  if (!cost || !(cost.planned > 0) || leEps(cost.actual, 1.25 * cost.planned)) return null;
  const percent = Math.round((100 * cost.actual) / cost.planned);
  return { because: `The actual cost is ${percent} % of the planned one.`, factsKey: `planned:${cost.planned}` };
}

/** An unknown class is below none: only a known one can rise. */
function risenRisk({ risk }: BackwardFacts): Found | null {
  if (!risk) return null;
  const { signed, present } = risk;
  const known = signed.riskClass !== "unknown" && present.riskClass !== "unknown";
  const classRose = known && RISK_CLASSES.indexOf(present.riskClass) > RISK_CLASSES.indexOf(signed.riskClass);
  const tierRose = signed.tier !== null && present.tier !== null && present.tier > signed.tier;
  if (!classRose && !tierRose) return null;
  const rises = [
    ...(classRose ? [`the risk class rose from ${signed.riskClass} to ${present.riskClass}`] : []),
    ...(tierRose ? [`the governance tier rose from ${signed.tier} to ${present.tier}`] : []),
  ];
  return {
    because: `Since the sign-off ${rises.join(", and ")}.`,
    factsKey: `${present.riskClass}/${present.tier ?? ""}`,
  };
}

function ownerGone({ businessOwner }: BackwardFacts): Found | null {
  if (!businessOwner || businessOwner.active) return null;
  return { because: `The business owner ${businessOwner.name} is disabled.`, factsKey: `owner:${businessOwner.name}` };
}

function brokenAssumptions(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const broken = (facts.assumptions ?? []).filter(({ brokenAt }) => isNews(facts, stage, brokenAt));
  return found(
    broken,
    ({ statement, brokenAt }) => `${statement}@${brokenAt}`,
    (all) => `An assumption is broken: ${quoted(all.map(({ statement }) => statement))}.`,
  );
}
