import { z } from "zod";
import { factKey, text } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";
import { sectionsMissing, sectionsWritten } from "#stages/model/card-sections.ts";

const LONG = 20_000;

export const modelCard = defineFact({
  kind: "model-cards",
  one: "model card",
  many: "model cards",
  stage: "model",
  help: "What others must know before they use the model, in eight sections. It leaves as Markdown that Hugging Face reads.",
  name: "title",
  writers: ["ML", "PM", "LD", "RV"],
  seen: [{ naming: "modelVersion" }],
  columns: ["modelVersion", "licence", "baseModel"],
  schema: z.object({
    title: told(text(2, 160), { label: "Title" }),
    modelVersion: told(factKey("model-versions"), { label: "Model version" }),
    details: section("Model details", "Who made it, when, of which type and version, under which licence."),
    intendedUse: section("Intended use", "What it is for, who uses it, and what it is not for."),
    factors: section("Factors", "Groups, instruments and circumstances in which it may behave differently."),
    metrics: section("Metrics", "What is measured, with which thresholds and intervals, and why."),
    evaluationData: section("Evaluation data", "Which data it was judged on, and why this data."),
    trainingData: section("Training data", "Which data it learned from; the data version and its period."),
    ethicalConsiderations: section("Ethical considerations", "Sensitive data, harms, and what was done about them."),
    caveats: section("Caveats and recommendations", "What is not known, and advice to whoever uses it."),
    licence: may(text(1, 120), { label: "Licence", help: "E.g. apache-2.0, or other." }),
    baseModel: may(text(1, 200), { label: "Base model", help: "Left out: as the stage or the training run says." }),
    baseModelLicence: may(text(1, 120), {
      label: "Licence of the base model",
      help: "Only for another base model than the stage’s; that one’s licence stands in the stage.",
    }),
    otherSections: may(text(1, LONG), { label: "Other sections", help: "As Markdown, kept as it is." }),
    frontMatter: may(text(1, LONG), {
      label: "Front matter",
      help: "YAML as Hugging Face keeps it. Names that are unknown here stay as they are.",
    }),
  }),
  check({ baseModel, baseModelLicence }) {
    if (!baseModelLicence || baseModel) return [];
    return [{ path: "baseModel", message: "Name the base model that this licence is of" }];
  },
  figures({ data }) {
    const missing = sectionsMissing(data);
    return [
      {
        name: "completeness",
        label: "Sections written",
        value: sectionsWritten(data) / (sectionsWritten(data) + missing.length),
        unit: "percent",
        calculator: "model_card",
        inputs: { written: sectionsWritten(data), missing: missing.join(", ") || "none" },
      },
    ];
  },
});

function section(label: string, help: string) {
  return may(text(1, LONG), { label, help });
}
