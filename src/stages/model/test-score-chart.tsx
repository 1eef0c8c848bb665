import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { TestScore } from "#components/charts/test-score.tsx";
import { mlTestScore, TEST_SECTIONS } from "#domain/ml-test-score.ts";
import { formatNumber } from "#lib/format.ts";
import type { StageFacts } from "#stages/facts.ts";
import { How } from "#stages/how.tsx";
import { mlAnswers, sectionSums } from "#stages/model/ml-test.ts";
import { ML_TESTS } from "#stages/model/ml-tests.ts";

type TestScoreChartProps = { facts: StageFacts; zone: string; csvHref: string };

/** How well the whole is tested: the weakest of four sections decides. */
export function TestScoreChart({ facts, zone, csvHref }: TestScoreChartProps) {
  const answers = mlAnswers(facts);
  if (answers.size === 0) return null;
  const sums = sectionSums(facts);
  const { score, weakest, band } = mlTestScore(sums);
  const sections = TEST_SECTIONS.map((section) => ({
    name: inWords(section),
    sum: sums[section],
    weakest: section === weakest,
    tests: ML_TESTS[section].map((name, i) => ({ name, answer: answers.get(`${section}_${i + 1}`) ?? (0 as const) })),
  }));
  const finding = `The score is ${formatNumber(score)}, ${band}: the weakest section is ${weakest}.`;
  const figure = { label: "ML Test Score", calculator: "ml_test_score", inputs: { ...sums, weakest, band } };
  return (
    <ChartFrame
      level={3}
      title="ML Test Score"
      measure="28 tests: full is automated, half is by hand, empty is not done"
      current={formatNumber(score)}
      actions={<How figure={figure} at={facts.now} zone={zone} />}
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Test", "Section", "Answer"],
        rows: sections.flatMap(({ name, tests }) => tests.map((test) => [test.name, name, `${test.answer}`])),
      }}
    >
      <TestScore sections={sections} label={finding} />
    </ChartFrame>
  );
}

function inWords(section: string): string {
  return section.charAt(0).toUpperCase() + section.slice(1);
}
