import { disparity, type Groups } from "#domain/disparity.ts";
import { hellinger, jensenShannon, largestGap, psi, wasserstein } from "#domain/drift-distances.ts";
import { datasetDrift, driftReading, referenceSigmaLimit } from "#domain/drift-state.ts";
import { bonferroni, chiSquareDrift, kolmogorovSmirnov, psiNoiseFloor } from "#domain/drift-tests.ts";
import { averageAbsoluteOdds, fairness } from "#domain/fairness.ts";
import { GROUP_FLOORS, type GroupFloors, type GroupRate } from "#domain/fairness-rates.ts";
import { fairnessVerdict, type RateLimit } from "#domain/fairness-verdict.ts";
import type { FairnessVerdict } from "#domain/health.ts";
import { katz, newcombe, twoProportions, wilson } from "#domain/intervals.ts";
import { gateOutcome } from "#domain/predicate.ts";
import { solutionBiasPredicates } from "#domain/solution-bias-gate.ts";
import type { Outcomes } from "#domain/value.ts";
import type { Formulas, Input } from "./input.ts";

/** C5 and C6: fairness, drift. */
export const fairnessAndDrift: Formulas = {
  wilson: (input) => wilson(input.number("x"), input.number("n"), input.maybe("z") ?? undefined),
  newcombe: (input) => newcombe(...fourCounts(input), input.maybe("z") ?? undefined),
  katz: (input) => katz(...fourCounts(input), input.maybe("z") ?? undefined),
  z2: (input) => {
    const test = twoProportions(...fourCounts(input));
    return test && [test.z, test.p];
  },
  disparity: (input) => {
    const { rated, extremes, difference, ratio } = disparity(
      groups(input),
      input.text("m") as GroupRate,
      floors(input),
    );
    return {
      rates: Object.fromEntries(rated.map(({ name, value }) => [name, value])),
      low_group: extremes?.low.name ?? null,
      high_group: extremes?.high.name ?? null,
      difference,
      ratio,
    };
  },
  fairness: (input) => {
    const measures = fairness(groups(input), floors(input));
    return { ...measures, equalized_odds_difference: measures.equalised_odds_difference };
  },
  avg_abs_odds: (input) => averageAbsoluteOdds(outcomes(input.in("ref")), outcomes(input.in("g"))),
  fair_verdict: (input) => verdict(input, limit(input)).verdict,
  certainty: (input) => verdict(input, limit(input)).certainty,
  all_residuals: (input) => {
    const limits = input.in("thr").entries() as [GroupRate, [RateLimit["kind"], number]][];
    const verdicts = limits.map(([rate, [kind, at]]) => [rate, verdict(input, { rate, kind, limit: at }).verdict]);
    return Object.fromEntries(verdicts);
  },
  gate_s8: (input) => {
    const f = input.in("f");
    const predicates = solutionBiasPredicates({
      source: f.has("source") ? f.text("source") : null,
      verdicts: Object.fromEntries(f.in("verdicts").entries()) as Record<string, FairnessVerdict>,
      acceptedWatches: f.list<string>("accepted_watch"),
      exemptions: f.list<string>("exemptions"),
      ageDays: f.maybe("assessment_age_days"),
      assessedRelease: f.has("assessed_release") ? f.text("assessed_release") : null,
      candidateRelease: f.has("candidate_release") ? f.text("candidate_release") : null,
      residualRisks: f.list<[number, boolean]>("residual_risks").map(([level, accepted]) => ({ level, accepted })),
      reviewerSigned: f.flag("reviewer_signed"),
      reviewerInBuildTeam: f.flag("reviewer_in_build_team"),
    });
    return gateOutcome(predicates);
  },
  psi: (input) => psi(...histograms(input)),
  psi_crit: (input) => psiNoiseFloor(input.number("nr"), input.number("nc"), input.number("k")),
  psi_state: (input) => {
    const [reference, current] = histograms(input);
    return driftReading("psi", { reference, current }).state;
  },
  jsd: (input) => jensenShannon(...histograms(input), base(input)),
  ks: (input) => kolmogorovSmirnov(...histograms(input)),
  chi2_drift: (input) => {
    const found = chiSquareDrift(...histograms(input));
    return found && { ...found, cramers_v: found.cramersV, k: found.categories };
  },
  w1_norm: (input) => {
    const found = wasserstein(input.list<number>("edges"), ...histograms(input));
    return found && { ...found, w1: found.distance, std: found.referenceSigma, unreliable: !found.reliable };
  },
  linf: (input) => largestGap(...histograms(input)),
  hellinger: (input) => hellinger(...histograms(input)),
  dataset_drift: (input) => datasetDrift(input.list<number | null>("scores"), input.number("threshold")),
  bonferroni: (input) => bonferroni(input.list<number | null>("ps"), input.maybe("alpha") ?? undefined),
  reference_sigma: (input) => referenceSigmaLimit(input.list<number>("chunks")),
};

function verdict(input: Input, rateLimit: RateLimit) {
  const [, protectedGroups = []] =
    input.entries().find((entry): entry is [string, string[]] => Array.isArray(entry[1])) ?? [];
  return fairnessVerdict(groups(input), rateLimit, { floors: floors(input), protectedGroups });
}

function limit(input: Input): RateLimit {
  return {
    rate: input.text("m") as GroupRate,
    kind: input.text("kind") as RateLimit["kind"],
    limit: input.number("thr"),
  };
}

function groups(input: Input): Groups {
  const given = input.in("groups");
  return Object.fromEntries(given.entries().map(([name]) => [name, outcomes(given.in(name))]));
}

function outcomes(cells: Input): Outcomes {
  return { tp: cells.number("tp"), fp: cells.number("fp"), fn: cells.number("fn"), tn: cells.number("tn") };
}

const DENOMINATOR = /den|(^|_)d/;
const NO_FLOOR: readonly string[] = ["thr", "alpha"];

/** A case may bring its own floors; the denominator's has a d in front or "den" in its name, or comes second. */
function floors(input: Input): GroupFloors {
  const given = input.entries().filter(([name, value]) => !NO_FLOOR.includes(name) && typeof value === "number");
  const [rows, second] = given.filter(([name]) => !DENOMINATOR.test(name));
  const denominator = given.find(([name]) => DENOMINATOR.test(name)) ?? second;
  return {
    rows: Number(rows?.[1] ?? GROUP_FLOORS.rows),
    denominator: Number(denominator?.[1] ?? GROUP_FLOORS.denominator),
  };
}

/** The natural logarithm comes by name or as a number. */
function base(input: Input): number | undefined {
  if (!input.has("base")) return;
  const [, given] = input.entries().find(([name]) => name === "base") ?? [];
  return Number.isFinite(Number(given)) ? Number(given) : Math.E;
}

function fourCounts(input: Input): [number, number, number, number] {
  return [input.number("x1"), input.number("n1"), input.number("x2"), input.number("n2")];
}

function histograms(input: Input): [number[], number[]] {
  return [input.list<number>("r"), input.list<number>("c")];
}
