import { type GroupRate, groupRate, isEligible } from "#domain/fairness-rates.ts";
import { isRepresented, representationRatio } from "#domain/representation.ts";
import { groupBaseline } from "#stages/data-bias/group-baseline.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { registerOf } from "#stages/data-bias/register.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { Assessment } from "#stages/solution-bias/assessment-record.ts";
import { type JudgedMeasure, judgedMeasures } from "#stages/solution-bias/assessment-verdicts.ts";
import {
  allowedBand,
  type Band,
  isOutside,
  RATE_WORDS,
  RATES_OF,
  type RatedGroup,
  ratedGroups,
} from "#stages/solution-bias/group-rates.ts";
import { inOperation, type LiveThread, type ThreadKnot } from "#stages/solution-bias/thread-in-operation.ts";

export type BiasThread = { key: string; name: string; knots: ThreadKnot[] }[];

/**
 * How each group fares on its way: in the data (3), in the register (4), in the deployed solution (8), in operation (9).
 * The groups are those that stage 4 named; where it named none, those of the assessment.
 */
export function biasThread(assessment: Assessment, facts: StageFacts, live: LiveThread = NOTHING_LIVE): BiasThread {
  const attribute = assessment.data.attribute;
  const named = facts.of(protectedAttribute).find(({ key }) => key === attribute)?.data.groups;
  const names = named ?? assessment.data.groups.map(({ name }) => name);
  const solution = solutionOf(assessment);
  const operated = inOperation(assessment, live, facts);
  return names.map((name) => ({
    key: name,
    name,
    knots: [
      inData(attribute, name, facts),
      inRegister(attribute, name, facts),
      inSolution(solution, name),
      operated(name),
    ],
  }));
}

const NOTHING_LIVE: LiveThread = { counts: [], measured: [] };
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

type Seen = { data: Assessment["data"]; rates: readonly SeenRate[] };
type SeenRate = { verdict: JudgedMeasure["verdict"]; rate: GroupRate; rated: readonly RatedGroup[]; band: Band | null };

/** The chosen measures once for all groups. */
function solutionOf({ data }: Assessment): Seen {
  const rates = judgedMeasures(data).flatMap((measure) =>
    RATES_OF[measure.measure].map((rate) => {
      const rated = ratedGroups(data, rate);
      const band = allowedBand(measure, rated, rate, data.favourableOutcome);
      return { verdict: measure.verdict, rate, rated, band };
    }),
  );
  return { data, rates };
}

function inSolution({ data, rates }: Seen, group: string): ThreadKnot {
  const cells = data.groups.find(({ name }) => name === group);
  if (!cells) return { tone: "none", text: "not assessed" };
  const worst = rates.find((each) => standsOut(each, group)) ?? rates[0];
  if (!worst) return NOT_YET;
  const { value } = groupRate(cells, worst.rate);
  if (!isEligible(cells, worst.rate) || value === null) return { tone: "none", text: "too small to judge" };
  const words = `${RATE_WORDS[worst.rate].toLowerCase()} ${(value * 100).toFixed(value < 0.01 ? 2 : 1)}%`;
  return { tone: standsOut(worst, group) ? (worst.verdict === "fail" ? "bad" : "warn") : "good", text: words };
}

function standsOut({ verdict, rated, band }: SeenRate, group: string): boolean {
  const mine = rated.find(({ name }) => name === group);
  return verdict !== "pass" && mine !== undefined && isOutside(mine, band);
}
