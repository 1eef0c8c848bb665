import { z } from "zod";
import { choice, fraction, number, numberAbove, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { all, binary, classification, says } from "#stages/conditions.ts";
import { defineStage } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";
import {
  baselineBeatenOnRecord,
  behaviourTested,
  cardComplete,
  codeTested,
  rebuiltOnRecord,
  searchLogged,
  slicesEvaluated,
} from "#stages/model/recorded-items.ts";
import { modelRequirements, testSetSpared } from "#stages/model/rules.ts";
import { splitFields, splitInconsistencies } from "#stages/model/split.ts";

const searched = says("searchStrategy", "manual", "grid", "random", "bayesian", "halving", "other");
const transfers = says("transferLearning", true);

export const model = defineStage({
  key: "model",
  title: "Model",
  phase: "Build",
  purpose:
    "Produce a model that is verifiably better than the simple baseline, on every slice that matters, and that can be rebuilt.",
  owner: "ML",
  toStart: [{ stage: "data-selection", needs: "done" }],
  toFinish: [
    { stage: "success-criteria", needs: "done" },
    { stage: "data-bias", needs: "done_or_set_aside" },
    { stage: "data-pipeline", needs: "done" },
  ],
  weight: 0.2,
  targetDays: 30,
  schema: z.object({
    approachSummary: field(text(50, 2000), {
      label: "Approach",
      help: "Model family, inputs, objective, and why.",
      from: 1,
      who: "ML",
    }),
    designAlternatives: field(text(20, 1500), {
      label: "Alternatives",
      help: "What else was tried or ruled out.",
      from: 2,
      who: "ML",
    }),
    split: splitFields,
    searchStrategy: field(choice(["none", "manual", "grid", "random", "bayesian", "halving", "other"]), {
      label: "Search strategy",
      help: "How hyper-parameters were searched.",
      from: 1,
      who: "ML",
    }),
    searchBudget: z.object({
      trials: field(wholeNumber(1, 10_000_000), {
        label: "Search budget, trials",
        help: "How many trials the search was allowed.",
        from: 2,
        who: "ML",
        when: searched,
      }),
      hours: field(numberAbove(0, 1_000_000), {
        label: "Search budget, hours",
        help: "How much compute time the search was allowed.",
        unit: "hours",
        from: 2,
        who: "ML",
        when: searched,
      }),
    }),
    transferLearning: field(yesNo(), {
      label: "Starts from a pre-trained model",
      help: "Whether a pre-trained model is the starting point.",
      from: 1,
      who: "ML",
    }),
    baseModel: z.object({
      name: basePart("Base model", "Name of the pre-trained part.", 1),
      version: basePart("Base model, version", "Which version of it is used.", 2),
      licence: basePart("Base model, licence", "The licence under which it may be used.", 1),
      source: basePart("Base model, source", "Where it was obtained.", 2),
      frozenLayers: field(wholeNumber(0, 100_000), {
        label: "Base model, frozen layers",
        help: "How many of its layers are not trained further.",
        from: null,
        who: "ML",
        when: transfers,
      }),
    }),
    operatingThreshold: field(fraction(), {
      label: "Operating threshold",
      help: "Score at which the action is taken; compare with the break-even probability.",
      from: 1,
      who: "ML",
      when: binary,
    }),
    thresholdRationale: field(text(20, 800), {
      label: "Why this threshold",
      help: "Why this threshold, in terms of error costs and capacity.",
      from: 2,
      who: "PM",
      when: binary,
    }),
    scoresAreProbabilities: field(yesNo(), {
      label: "Scores are read as probabilities",
      help: "Whether somebody or something uses the score as a probability.",
      from: 2,
      who: "ML",
      when: classification,
    }),
    calibrationError: field(fraction(), {
      label: "Calibration error",
      help: "Expected calibration error on test data.",
      from: 2,
      who: "ML",
      when: all(classification, says("scoresAreProbabilities", true)),
    }),
    explainabilityMethod: field(
      choice(["none", "intrinsic", "shap", "permutation", "counterfactual", "attention", "other"], { shap: "SHAP" }),
      { label: "Explainability", help: "How a single output is explained to a user.", from: 2, who: "ML" },
    ),
    reproducibilityTolerance: field(number(0, 1_000_000), {
      label: "Reproducibility tolerance",
      help: "Largest accepted metric change when rebuilt with another seed.",
      from: 2,
      who: "ML",
    }),
    stalenessNote: field(text(20, 800), {
      label: "Staleness",
      help: "How quickly quality falls when the model is not refreshed.",
      from: 2,
      who: "ML",
    }),
    environmentalCostKwh: field(number(0, 1_000_000_000), {
      label: "Energy used",
      help: "Energy used for training.",
      unit: "kWh",
      from: null,
      who: "ML",
    }),
  }),
  checklist: [
    {
      key: "6.1",
      label: "Simple baseline trained and beaten",
      evidence: "metric",
      requiredFrom: 1,
      rule: baselineBeatenOnRecord,
    },
    {
      key: "6.2",
      label: "Test set used at most three times",
      evidence: "rule",
      requiredFrom: 2,
      rule: testSetSpared,
    },
    {
      key: "6.3",
      label: "Hyper-parameter search logged",
      evidence: "run",
      requiredFrom: 2,
      when: searched,
      rule: searchLogged,
    },
    {
      key: "6.4",
      label: "Rebuild with another seed within tolerance",
      evidence: "run",
      requiredFrom: 2,
      rule: rebuiltOnRecord,
    },
    {
      key: "6.5",
      label: "Every group and important slice evaluated",
      evidence: "metric",
      requiredFrom: 2,
      rule: slicesEvaluated,
    },
    {
      key: "6.6",
      label: "Threshold chosen from error costs",
      evidence: "signoff",
      requiredFrom: 2,
      signers: ["PM", "LD"],
      when: binary,
    },
    { key: "6.7", label: "Behaviour tests pass", evidence: "run", requiredFrom: 1, rule: behaviourTested },
    {
      key: "6.8",
      label: "Model card complete, licences included",
      evidence: "file",
      requiredFrom: 2,
      rule: cardComplete,
    },
    { key: "6.9", label: "Model code reviewed and unit tested", evidence: "link", requiredFrom: 1, rule: codeTested },
  ],
  inconsistencies: splitInconsistencies,
  requirements: modelRequirements,
});

function basePart(label: string, help: string, from: 1 | 2) {
  return field(text(1, 200), { label, help, from, who: "ML", when: transfers });
}
