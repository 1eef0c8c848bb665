import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatNumber, formatPValue } from "#lib/format.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { Fact } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { How } from "#stages/how.tsx";
import {
  CANARIES,
  type CanaryData,
  type CanaryStanding,
  canaryStanding,
  type JudgedMetric,
  judgedMetrics,
} from "#stages/integration/canary-verdict.ts";
import { tagOf } from "#stages/integration/release.ts";

type CanaryTableProps = { analysis: Fact<CanaryData>; facts: StageFacts; zone: string; csvHref: string };

const TONES = { pass: "good", marginal: "warn", fail: "bad" } as const;
const NEXT = {
  promote: "The release may go on.",
  extend: "The run is extended once; a second marginal one is a failure.",
  roll_back: "Roll back, and mend what failed.",
} as const;

/** The newest canary, metric by metric: what did not pass stands first. */
export function CanaryTable({ analysis, facts, zone, csvHref }: CanaryTableProps) {
  const standing = canaryStanding(analysis, facts.of(CANARIES));
  const metrics = judgedMetrics(analysis.data).toSorted((a, b) => rank(a) - rank(b));
  const { data, at } = analysis;
  const against = data.baseline ? tagOf(facts, data.baseline) : "the old release";
  return (
    <ChartFrame
      level={3}
      title={`Canary of ${tagOf(facts, data.release)}`}
      tags={<Tag tone={TONES[standing.verdict]}>{standing.verdict}</Tag>}
      measure={`Against ${against}, judged ${formatDateTime(at, zone)}; 95 and more pass, 75 and more marginal`}
      current={formatNumber(standing.score, 1)}
      actions={
        <How
          figure={{ label: "Canary score", calculator: "canary", inputs: standing.groups }}
          at={facts.now}
          zone={zone}
        />
      }
      finding={findingOf(standing, metrics)}
      csvHref={csvHref}
    >
      <TableScroll label="Canary metrics" className="-mx-4 max-h-96 px-4">
        <Table className="text-sm">
          <thead>
            <tr>
              {["Metric", "Group", "Ratio", "p", "Verdict"].map((column) => (
                <Th
                  key={column}
                  number={column === "Ratio" || column === "p"}
                  className={column === "Group" ? "max-sm:hidden" : ""}
                >
                  {column}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {metrics.map((metric) => (
              <tr key={metric.name}>
                <RowHead className="min-w-28 font-medium wrap-anywhere">
                  {metric.name}
                  {metric.critical && <span className="text-ink-2">, critical</span>}
                </RowHead>
                <Td className="max-sm:hidden">{metric.group}</Td>
                <Td number>{formatNumber(metric.ratio, 2)}</Td>
                <Td number>{formatPValue(metric.test?.p)}</Td>
                <Td>
                  <Tag tone={CLASSES[metric.class][1]}>{CLASSES[metric.class][0]}</Tag>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
    </ChartFrame>
  );
}

const CLASSES = {
  pass: ["Pass", "good"],
  high: ["Too high", "bad"],
  low: ["Too low", "bad"],
  nodata: ["No data", "quiet"],
} as const;

const rank = ({ class: verdict }: JudgedMetric): number => (verdict === "pass" ? 1 : 0);

function findingOf({ next, reason }: CanaryStanding, metrics: readonly JudgedMetric[]): string {
  const passed = metrics.filter(({ class: verdict }) => verdict === "pass").length;
  const why = reason ? ` Score 0: ${reason}.` : "";
  return `${passed} of ${metrics.length} metrics pass.${why} ${NEXT[next]}`;
}
