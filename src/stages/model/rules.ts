import { geEps, leEps } from "#domain/comparison.ts";
import type { RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import { asksFor } from "#stages/asks-for.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, fieldFix, requirement } from "#stages/fix.ts";
import { baseModelOf, deniedBaseModel } from "#stages/model/base-model.ts";
import { candidateOf } from "#stages/model/candidate.ts";
import { sectionsMissing } from "#stages/model/card-sections.ts";
import { short } from "#stages/model/metric-rows.ts";
import { metricRequirements } from "#stages/model/metric-rules.ts";
import { mlTest, sectionSums } from "#stages/model/ml-test.ts";
import { modelCard } from "#stages/model/model-card.ts";
import { modelMetric } from "#stages/model/model-metric.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { trainingRun } from "#stages/model/training-run.ts";
import { verificationTest } from "#stages/model/verification-test.ts";

export type ModelAnswers = { readonly reproducibilityTolerance?: number };

/** G6.1 to G6.8. */
export function modelRequirements(document: ModelAnswers, facts: StageFacts): Requirement[] {
  const tests = asksFor(facts, verificationTest);
  const rebuilt = facts.tier >= 2 || document.reproducibilityTolerance !== undefined;
  return [
    ...(asksFor(facts, modelVersion) ? [candidateWhole(facts)] : []),
    ...(asksFor(facts, modelMetric) ? metricRequirements(facts) : []),
    ...(tests ? [blockingPassed(facts)] : []),
    ...(tests && rebuilt ? [reproduced(document, facts)] : []),
    ...(asksFor(facts, modelCard) ? [cardWhole(facts)] : []),
    ...(asksFor(facts, mlTest) ? [testScore(facts)] : []),
  ];
}

const TEST_USES = 3;

/** Item 6.2: a test set that is asked too often has become training data. Counted for each data version by itself. */
export function testSetSpared(_document: unknown, facts: StageFacts): RuleVerdict {
  if (facts.count(trainingRun) === 0) return { met: false, detail: "No training run is recorded." };
  const most = Math.max(0, ...facts.tally(trainingRun, "testSetUses").values());
  return { met: most <= TEST_USES, detail: `Used ${most} ${most === 1 ? "time" : "times"} of at most ${TEST_USES}.` };
}

function candidateWhole(facts: StageFacts): Requirement {
  const candidate = candidateOf(facts);
  const gaps = candidate ? gapsOf(candidate.data) : [];
  return requirement({
    key: "G6.1",
    label: "A candidate names its data, its code and its artefact",
    met: candidate !== null && gaps.length === 0,
    detail: candidate
      ? gaps.length === 0
        ? `${candidate.data.tag} names all three.`
        : `${candidate.data.tag} lacks ${gaps.join(", ")}.`
      : "No model version is a candidate.",
    fix: factsFix(["ML"], "Register the candidate with data version, commit and hash.", modelVersion.kind),
  });
}

type Version = NonNullable<ReturnType<typeof candidateOf>>["data"];

function gapsOf({ datasetVersion, commit, artefactSha256 }: Version): string[] {
  const parts = [
    ["its data version", datasetVersion],
    ["its commit", commit],
    ["the hash of its artefact", artefactSha256],
  ] as const;
  return parts.filter(([, value]) => !value).map(([gap]) => gap);
}

export function blockingPassed(facts: StageFacts): Requirement {
  const blocking = testsOf(facts).filter((test) => test.blocking);
  const failed = blocking.filter(({ passed }) => !passed);
  return requirement({
    key: "G6.5",
    label: "Every blocking test passed",
    met: blocking.length > 0 && failed.length === 0,
    detail:
      blocking.length === 0
        ? "No blocking test of the candidate is recorded."
        : `${blocking.length - failed.length} of ${blocking.length} blocking tests passed.`,
    fix: factsFix(["ML"], "Mend what fails and run the tests again.", verificationTest.kind),
    items: failed.map(({ name, detail }) => ({
      label: detail ? `${name}: ${detail}` : name,
      where: `/facts/${verificationTest.kind}`,
    })),
  });
}

export function reproduced({ reproducibilityTolerance: tolerance }: ModelAnswers, facts: StageFacts): Requirement {
  const deltas = testsOf(facts).flatMap(({ kind, delta }) =>
    kind === "reproducibility" && delta !== undefined ? delta : [],
  );
  const largest = deltas.length > 0 ? Math.max(...deltas) : null;
  return requirement({
    key: "G6.6",
    label: "A rebuild gives the same quality",
    met: largest !== null && tolerance !== undefined && leEps(largest, tolerance),
    detail:
      largest === null
        ? "No rebuild with another seed is recorded."
        : tolerance === undefined
          ? `The metric moved by ${short(largest)}; no tolerance is given.`
          : `The metric moved by ${short(largest)}; ${short(tolerance)} is accepted.`,
    fix: factsFix(["ML"], "Rebuild with another seed and record how far the metric moved.", verificationTest.kind),
  });
}

export function cardWhole(facts: StageFacts): Requirement {
  const candidate = candidateOf(facts);
  const card = facts.of(modelCard).find(({ data }) => data.modelVersion === candidate?.key);
  const missing = card ? sectionsMissing(card.data) : [];
  const origin = candidate ? originProblem(facts, card?.data ?? { modelVersion: candidate.key }) : null;
  const sections =
    missing.length === 0
      ? "All eight sections are written."
      : `${8 - missing.length} of 8 sections are written; missing: ${missing.join(", ")}.`;
  return requirement({
    key: "G6.7",
    label: "The model card is complete",
    met: card !== undefined && missing.length === 0 && origin === null,
    detail: [card ? sections : "The candidate has no model card.", origin].filter(Boolean).join(" "),
    fix:
      card && missing.length === 0 && origin
        ? fieldFix(["ML"], "Say what it starts from, and under which licence.", "baseModel.licence")
        : factsFix(["ML", "PM"], "Write the missing sections.", modelCard.kind),
  });
}

/** Item 6.8: the licence of pre-trained parts belongs to a complete card. */
function originProblem(facts: StageFacts, card: Parameters<typeof baseModelOf>[2]): string | null {
  const denied = deniedBaseModel(facts, facts.documents, card.modelVersion);
  if (denied) return `Its run starts from ${denied}, but the stage says that no pre-trained model is used.`;
  const base = baseModelOf(facts, facts.documents, card);
  return base && !base.licence ? `The licence of its base model ${base.name} is not named.` : null;
}

function testScore(facts: StageFacts): Requirement {
  const { model } = sectionSums(facts);
  return requirement({
    key: "G6.8",
    label: `The ML Test Score of the model section is at least ${facts.tier}`,
    met: geEps(model, facts.tier),
    detail: `It is ${short(model)} of 7.`,
    fix: factsFix(["ML"], "Answer the seven tests of the model section, and automate some.", mlTest.kind),
  });
}

/** The newest result of each test of the candidate. */
function testsOf(facts: StageFacts) {
  const candidate = candidateOf(facts);
  const results = facts.of(verificationTest).filter(({ data }) => data.modelVersion === candidate?.key);
  const newest = Map.groupBy(results, ({ data }) => `${data.kind} ${data.name}`);
  return [...newest.values()].flatMap(([result]) => (result ? [result.data] : []));
}
