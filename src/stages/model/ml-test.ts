import { z } from "zod";
import { mlTestScore, sectionScore, TEST_GRADES, type TestGrade, type TestSection } from "#domain/ml-test-score.ts";
import { choice, day, text } from "#stages/answers.ts";
import type { FactBag } from "#stages/fact.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";
import { shaped } from "#stages/field.ts";
import { ML_TEST_KEYS, ML_TEST_NAMES, sectionOf } from "#stages/model/ml-tests.ts";

const KIND = "ml-test-scores";
const grade = shaped(z.literal([...TEST_GRADES], "0, 0.5 or 1 is expected"), { kind: "number", min: 0, max: 1 });
const schema = z.object({
  test: told(choice(ML_TEST_KEYS, ML_TEST_NAMES), { label: "Test" }),
  answer: told(grade, { label: "Answer", help: "0 not done, 0.5 by hand with a written result, 1 automated." }),
  evidence: may(text(2, 1000), { label: "Evidence", help: "Where the result or the automation can be seen." }),
  checkedOn: may(day(), { label: "Checked on" }),
});

export const mlTest = defineFact({
  kind: KIND,
  one: "ML test",
  many: "ML tests",
  stage: "model",
  help: "The ML Test Score: 28 tests of data, model, infrastructure and monitoring. The weakest of the four sections decides.",
  name: "test",
  at: "checkedOn",
  writers: ["ML", "LD", "RV"],
  seen: [{ each: "test", newest: 1 }],
  columns: ["answer", "evidence", "checkedOn"],
  schema,
  check({ answer, evidence }) {
    if (answer === 0 || evidence) return [];
    return [{ path: "evidence", message: "Say where the result can be seen" }];
  },
  figures({ data }, context) {
    const sections = sectionSums(context);
    const { score, weakest, band } = mlTestScore(sections);
    const inputs = { ...sections };
    const calculator = "ml_test_score";
    return [
      {
        name: "section",
        label: `Section ${sectionOf(data.test)}`,
        value: sections[sectionOf(data.test)],
        calculator,
        inputs,
      },
      { name: "score", label: "ML Test Score", value: score, calculator, inputs: { ...inputs, weakest } },
      { name: "band", label: "Band", value: band, calculator, inputs: { score } },
    ];
  },
});

/** The sum of each section, 0 to 7, by the newest answer of each test; tests without an answer count 0. */
export function sectionSums(facts: FactBag): Record<TestSection, number> {
  const answers = [...mlAnswers(facts)];
  const sum = (section: TestSection) =>
    sectionScore(answers.filter(([test]) => sectionOf(test) === section).map(([, answer]) => answer));
  return {
    data: sum("data"),
    model: sum("model"),
    infrastructure: sum("infrastructure"),
    monitoring: sum("monitoring"),
  };
}

/** The newest answer of each test, by test. */
export function mlAnswers(facts: FactBag): Map<string, TestGrade> {
  const oldestFirst = facts.of({ kind: KIND, schema }).toReversed();
  return new Map(oldestFirst.map(({ data }) => [data.test, data.answer]));
}
