import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { LimitBars } from "#components/charts/limit-bars.tsx";
import { formatNumber } from "#lib/format.ts";
import { formatDateTime } from "#lib/format-date.ts";
import { answerIn } from "#stages/answer-at.ts";
import { type SkewStanding, skewLimit, skewStandings } from "#stages/data-pipeline/skew-rule.ts";
import type { StageFacts } from "#stages/facts.ts";

type SkewChartProps = { facts: StageFacts; csvHref: string; zone: string };

const SHOWN = 15;

/** How far serving lies from training, feature by feature, against the limit; nothing where both take one path. */
export function SkewChart({ facts, csvHref, zone }: SkewChartProps) {
  const standings = skewStandings(facts);
  if (standings.length === 0) return null;
  const limit = skewLimit(facts.documents);
  const finding = findingOf(standings, answerIn(facts.documents, "data-pipeline", "trainingServingPath"));
  const shown = standings.slice(0, SHOWN);
  const more = standings.length > SHOWN ? `; the ${SHOWN} largest of ${standings.length}` : "";
  return (
    <ChartFrame
      level={3}
      title="Training against serving"
      measure={`Distance between the values of a feature in training and in serving, newest window; a thin line: the window before${more}`}
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Feature", "Distance", "Window before", "Limit", "Verdict", "Measured"],
        rows: standings.map(({ feature, distance, previous, verdict, at }) => [
          feature,
          formatNumber(distance),
          formatNumber(previous),
          formatNumber(limit),
          WORDS[verdict],
          formatDateTime(at, zone),
        ]),
      }}
    >
      <LimitBars
        label={finding}
        limit={limit}
        limitText={`limit ${formatNumber(limit)}`}
        bars={shown.map(({ feature, distance, previous, verdict }) => ({
          ...{ key: feature, name: feature, value: distance, previous, beyond: verdict !== "within" },
          text: verdict === "within" ? formatNumber(distance) : `${formatNumber(distance)}, ${WORDS[verdict]}`,
        }))}
      />
    </ChartFrame>
  );
}

const WORDS = { within: "within", above: "above the limit", "above twice": "above in two windows" } as const;

function findingOf(standings: readonly SkewStanding[], path: unknown): string {
  const above = standings.filter(({ verdict }) => verdict !== "within");
  const twice = above.filter(({ verdict }) => verdict === "above twice");
  const [worst] = standings;
  const judged = path === "separate" ? "" : " Both take one path, so the gate does not judge it.";
  if (above.length === 0)
    return `All ${standings.length} features lie within the limit; the largest is ${worst?.feature}.${judged}`;
  const again = twice.length > 0 ? `, ${twice.length} of them in two windows` : "";
  return `${above.length} of ${standings.length} features lie above the limit${again}; the largest is ${worst?.feature}.${judged}`;
}
