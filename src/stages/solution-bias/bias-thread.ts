import { type GroupRate, groupRate, isEligible } from "#domain/fairness-rates.ts";
import { isRepresented, representationRatio } from "#domain/representation.ts";
import { groupBaseline } from "#stages/data-bias/group-baseline.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { registerOf } from "#stages/data-bias/register.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { Assessment } from "#stages/solution-bias/assessment-record.ts";
import { type JudgedMeasure, judgedMeasures } from "#stages/solution-bias/assessment-verdicts.ts";
import { allowedBand, RATE_WORDS, RATES_OF, ratedGroups } from "#stages/solution-bias/group-rates.ts";

export type ThreadKnot = { tone: "good" | "warn" | "bad" | "none"; text: string };
export type BiasThread = { key: string; name: string; knots: ThreadKnot[] }[];

/**
 * How each group fares on its way: in the data (3), in the register (4), in the deployed solution (8), in operation (9).
 * The groups are those that stage 4 named; where it named none, those of the assessment.
 */
export function biasThread(assessment: Assessment, facts: StageFacts): BiasThread {
  const attribute = assessment.data.attribute;
  const named = facts.of(protectedAttribute).find(({ key }) => key === attribute)?.data.groups;
  const names = named ?? assessment.data.groups.map(({ name }) => name);
  const live = inOperation(facts);
  return names.map((name) => ({
    key: name,
    name,
    knots: [inData(attribute, name, facts), inRegister(attribute, name, facts), inSolution(assessment, name), live],
  }));
}

const NOT_YET: ThreadKnot = { tone: "none", text: "not measured" };

function inData(attribute: string, group: string, facts: StageFacts): ThreadKnot {
  const baseline = facts
    .of(groupBaseline)
    .find(({ data }) => data.attribute === attribute && data.group === group)?.data;
  const ratio = baseline ? representationRatio(baseline.sampleShare, baseline.populationShare) : null;
  if (ratio === null) return NOT_YET;
  return { tone: isRepresented(ratio) ? "good" : "warn", text: `${ratio.toFixed(2)} of its share` };
}

const TONES = { low: "good", medium: "good", high: "warn", critical: "bad" } as const;

function inRegister(attribute: string, group: string, facts: StageFacts): ThreadKnot {
  const all = registerOf(facts, facts.now).risks;
  const mine = all.filter(({ fact: { data } }) => {
    const named = data.groups?.includes(group) ?? false;
    return named || (data.attribute === attribute && (data.groups?.length ?? 0) === 0);
  });
  if (all.length === 0) return NOT_YET;
  const [worst] = mine.toSorted((a, b) => b.residual - a.residual);
  if (!worst) return { tone: "good", text: "no risk named" };
  return { tone: TONES[worst.band], text: `risk ${worst.inherent} to ${worst.residual}` };
}

function inSolution({ data }: Assessment, group: string): ThreadKnot {
  const cells = data.groups.find(({ name }) => name === group);
  if (!cells) return { tone: "none", text: "not assessed" };
  const judged = judgedMeasures(data).flatMap((measure) =>
    RATES_OF[measure.measure].map((rate) => ({ measure, rate, outside: isOutside(data, measure, rate, group) })),
  );
  const worst = judged.find(({ outside }) => outside) ?? judged[0];
  if (!worst) return NOT_YET;
  const { value } = groupRate(cells, worst.rate);
  if (!isEligible(cells, worst.rate) || value === null) return { tone: "none", text: "too small to judge" };
  const words = `${RATE_WORDS[worst.rate].toLowerCase()} ${(value * 100).toFixed(value < 0.01 ? 2 : 1)}%`;
  return { tone: worst.outside ? (worst.measure.verdict === "fail" ? "bad" : "warn") : "good", text: words };
}

/** Outside the band that the limit allows; of harms the high end is the bad one, of help the low one. */
function isOutside(data: Assessment["data"], measure: JudgedMeasure, rate: GroupRate, group: string): boolean {
  if (measure.verdict === "pass" || measure.measure === "average_absolute_odds") return false;
  const rated = ratedGroups(data, rate);
  const band = allowedBand(measure, rated);
  const mine = rated.find(({ name }) => name === group);
  return band !== null && mine?.judged === true && mine.value !== null && mine.value < band.from;
}

const STATES = {
  met: { tone: "good", text: "met" },
  at_risk: { tone: "warn", text: "at risk" },
  breached: { tone: "bad", text: "breached" },
  no_data: { tone: "none", text: "no data" },
} as const;

/** The fairness criterion that stands worst; it watches the gap between the groups, so it is the same for all of them. */
function inOperation({ criteria }: StageFacts): ThreadKnot {
  const watched = criteria.filter(({ kind }) => kind === "fairness");
  const order = ["breached", "at_risk", "met", "no_data"];
  const [worst] = watched.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  if (!worst) return { tone: "none", text: "not watched" };
  const { tone, text } = STATES[worst.state];
  return { tone, text: `${worst.name}: ${text}` };
}
