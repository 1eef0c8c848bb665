import type { RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { StageFacts } from "#stages/facts.ts";
import { candidateOf } from "#stages/model/candidate.ts";
import { lowerWins } from "#stages/model/metric-direction.ts";
import { short, testRows } from "#stages/model/metric-rows.ts";
import { metricRequirements } from "#stages/model/metric-rules.ts";
import { modelCard } from "#stages/model/model-card.ts";
import { modelMetric } from "#stages/model/model-metric.ts";
import { blockingPassed, cardWhole, type ModelAnswers, reproduced } from "#stages/model/rules.ts";
import { runOverview } from "#stages/model/run-overview.ts";
import { trainingRun } from "#stages/model/training-run.ts";
import { verificationTest } from "#stages/model/verification-test.ts";

/* Items of the checklist that runs, versions and their tests prove by themselves. */

const RUNS = `/facts/${trainingRun.kind}`;
const METRICS = `/facts/${modelMetric.kind}`;
const TESTS = `/facts/${verificationTest.kind}`;

/** Item 6.1: by the comparison on test data where there is one, else by the runs themselves. */
export function baselineBeatenOnRecord(_document: unknown, facts: StageFacts): RuleVerdict {
  const candidate = candidateOf(facts);
  const compared = candidate ? testRows(facts, candidate.key).some(({ baseline }) => baseline !== undefined) : false;
  if (compared) return asVerdict(metricRequirements(facts)[1], METRICS);
  const overview = runOverview(facts);
  const baseline = overview?.runs.find((run) => run.baseline);
  if (!overview || !baseline) return { met: false, detail: "No run of a simple baseline is recorded.", where: RUNS };
  const own = overview.runs.find(({ key }) => key === candidate?.data.run);
  if (!own) return { met: false, detail: `The candidate’s run has no ${overview.metric}.`, where: RUNS };
  const lowerIsBetter = lowerWins(overview.metric, facts.criteria);
  const met = lowerIsBetter ? own.quality < baseline.quality : own.quality > baseline.quality;
  const words = `${overview.metric} ${short(own.quality)}; the simple baseline reaches ${short(baseline.quality)}.`;
  return { met, detail: words.charAt(0).toUpperCase() + words.slice(1), where: RUNS };
}

const TRIALS = 2;

/** Item 6.3: finished runs of one experiment that differ in their parameters. */
export function searchLogged(_document: unknown, facts: StageFacts): RuleVerdict {
  const runs = facts
    .of(trainingRun)
    .filter(({ data }) => data.status === "succeeded" && !data.baseline && data.params !== undefined);
  const experiments = Map.groupBy(runs, ({ data }) => data.experiment);
  const trials = [...experiments].map(([name, own]) => ({
    name,
    count: new Set(own.map(({ data }) => JSON.stringify(data.params))).size,
  }));
  const largest = trials.toSorted((a, b) => b.count - a.count)[0];
  if (!largest || largest.count < TRIALS)
    return { met: false, detail: "No two runs of one experiment differ in their parameters.", where: RUNS };
  return { met: true, detail: `${largest.count} settings were tried in ${largest.name}.`, where: RUNS };
}

/** Item 6.4. */
export function rebuiltOnRecord(document: ModelAnswers, facts: StageFacts): RuleVerdict {
  return asVerdict(reproduced(document, facts), TESTS);
}

/** Item 6.5: there are slices, and none is below its guardrail. */
export function slicesEvaluated(_document: unknown, facts: StageFacts): RuleVerdict {
  const candidate = candidateOf(facts);
  const slices = candidate ? testRows(facts, candidate.key).filter(({ segment }) => segment !== undefined) : [];
  if (slices.length === 0) return { met: false, detail: "No slice of the candidate is evaluated.", where: METRICS };
  return asVerdict(metricRequirements(facts)[2], METRICS);
}

/** Item 6.7. */
export function behaviourTested(_document: unknown, facts: StageFacts): RuleVerdict {
  return asVerdict(blockingPassed(facts), TESTS);
}

/** Item 6.8. */
export function cardComplete(_document: unknown, facts: StageFacts): RuleVerdict {
  return asVerdict(cardWhole(facts), `/facts/${modelCard.kind}`);
}

/** Item 6.9: unit tests of the candidate's commit that say where they and the review can be seen. */
export function codeTested(_document: unknown, facts: StageFacts): RuleVerdict {
  const candidate = candidateOf(facts);
  const unit = facts
    .of(verificationTest)
    .find(({ data }) => data.modelVersion === candidate?.key && data.kind === "unit" && data.link !== undefined);
  if (!candidate?.data.commit || !unit)
    return { met: false, detail: "No unit test of the candidate names its commit and its review.", where: TESTS };
  const { name, passed } = unit.data;
  return {
    met: passed,
    detail: `“${name}” ${passed ? "passed" : "failed"} at ${candidate.data.commit.slice(0, 10)}.`,
    where: TESTS,
  };
}

function asVerdict(requirement: Requirement | undefined, where: string): RuleVerdict {
  return requirement
    ? { met: requirement.met, detail: requirement.detail, where }
    : { met: false, detail: "Not recorded." };
}
