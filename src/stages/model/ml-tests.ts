import { TEST_SECTIONS, type TestSection } from "#domain/ml-test-score.ts";

/** The 28 tests of the ML Test Score, seven a section, in the order of Breck et al. (2017). */
export const ML_TESTS: Readonly<Record<TestSection, readonly string[]>> = {
  data: [
    "What is expected of each feature stands in a schema",
    "Every feature helps",
    "No feature costs more than it brings",
    "Features keep to policy",
    "The data pipeline has privacy controls",
    "New features can be added quickly",
    "The code of every feature is tested",
  ],
  model: [
    "The model’s specification is reviewed",
    "Offline measures move with the online ones",
    "Every hyper-parameter is tuned",
    "The effect of an old model is known",
    "A simpler model is not better",
    "Quality holds on every important slice",
    "The model is tested for inclusion",
  ],
  infrastructure: [
    "Training can be repeated",
    "The specification is unit tested",
    "The whole pipeline is integration tested",
    "Quality is checked before serving",
    "A single example can be followed step by step",
    "A model goes through a canary first",
    "A model can be rolled back",
  ],
  monitoring: [
    "Changes of what it depends on are announced",
    "Data keeps its invariants in training and serving",
    "Training and serving see the same values",
    "Models do not grow too old",
    "The model stays numerically stable",
    "Speed and memory do not get worse",
    "The quality of predictions does not get worse",
  ],
};

/** "data_1" to "monitoring_7". */
export const ML_TEST_KEYS = TEST_SECTIONS.flatMap((section) => ML_TESTS[section].map((_, i) => `${section}_${i + 1}`));

export const ML_TEST_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  TEST_SECTIONS.flatMap((section) =>
    ML_TESTS[section].map((words, i) => [`${section}_${i + 1}`, `${inWords(section)} ${i + 1}: ${words}`]),
  ),
);

/** The section that a test belongs to. */
export function sectionOf(test: string): TestSection {
  return TEST_SECTIONS.find((section) => test.startsWith(section)) ?? "data";
}

function inWords(section: string): string {
  return section.charAt(0).toUpperCase() + section.slice(1);
}
