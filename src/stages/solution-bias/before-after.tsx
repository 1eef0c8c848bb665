import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { Dumbbell } from "#components/charts/dumbbell.tsx";
import type { StageFacts } from "#stages/facts.ts";
import { assessmentOf, remediationRecord } from "#stages/solution-bias/assessment-record.ts";
import { judgedMeasures } from "#stages/solution-bias/assessment-verdicts.ts";
import { MEASURE_WORDS, VERDICT_WORDS } from "#stages/solution-bias/fairness-words.ts";
import { measureText } from "#stages/solution-bias/measure-words.tsx";

const MOST_PAIRS = 3;

/** What a remediation changed: every measure before it and after it. One picture a pair of assessments. */
export function BeforeAfter({ facts, csvHref }: { facts: StageFacts; csvHref: string }) {
  const all = facts.of(remediationRecord);
  const pairs = [...Map.groupBy(all, ({ data }) => `${data.assessment} ${data.followUp ?? ""}`).values()];
  return pairs.slice(0, MOST_PAIRS).map((remediations) => {
    const [first] = remediations;
    const before = first && assessmentOf(facts, first.data.assessment);
    const after = first?.data.followUp ? assessmentOf(facts, first.data.followUp) : undefined;
    if (!first || !before || !after) return null;
    const rows = judgedMeasures(before.data).flatMap((old) => {
      const [now] = judgedMeasures(after.data, [{ metric: old.measure, threshold: old.threshold }]);
      if (!now || old.value === null || now.value === null) return [];
      const words = `${VERDICT_WORDS[old.verdict]} to ${VERDICT_WORDS[now.verdict].toLowerCase()}`;
      return [{ old, now, from: old.value, to: now.value, words }];
    });
    return (
      <ChartFrame
        key={first.key}
        level={3}
        title="Before and after remediation"
        measure={`${before.data.name} against ${after.data.name}`}
        finding={remediations.map(({ data }) => `${data.technique}: ${data.expectedEffect}`).join(" ")}
        csvHref={csvHref}
        table={{
          columns: ["Measure", "Before", "After", "Verdict"],
          rows: rows.map(({ old, from, to, words }) => [
            MEASURE_WORDS[old.measure],
            measureText(old.measure, from),
            measureText(old.measure, to),
            words,
          ]),
        }}
      >
        <Dumbbell
          label={`Measures before and after: ${rows.map(({ old, words }) => `${MEASURE_WORDS[old.measure]}, ${words}`).join("; ")}`}
          names={{ from: "Before", to: "After" }}
          rows={rows.map(({ old, now, from, to, words }) => ({
            ...{ key: old.measure, name: MEASURE_WORDS[old.measure], from, to, text: words },
            flagged: now.verdict === "fail",
          }))}
        />
      </ChartFrame>
    );
  });
}
