import Link from "next/link";
import type { ReactNode } from "react";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { Tag, type Tone } from "#components/ui/tag.tsx";
import { formatPercent } from "#lib/format.ts";
import type { Fact } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { canariesOf, canaryStanding } from "#stages/integration/canary-verdict.ts";
import { release } from "#stages/integration/release.ts";
import { trafficByRelease } from "#stages/integration/traffic.ts";
import { type AssessmentData, assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { judgedMeasures, overall } from "#stages/solution-bias/assessment-verdicts.ts";
import { VERDICT_WORDS } from "#stages/solution-bias/fairness-words.ts";

type ReleaseMatrixProps = { facts: StageFacts; base: string; csvHref: string };

const SHOWN = 20;
const COLUMNS = ["Release", "Data", "Code", "Model", "Canary", "Fairness", "Traffic"];

/** What each release is made of, and how it was judged, newest first. */
export function ReleaseMatrix({ facts, base, csvHref }: ReleaseMatrixProps) {
  const all = facts.of(release);
  const shares = new Map(trafficByRelease(facts).map((each) => [each.release, each.steps.at(-1)?.share ?? 0]));
  const rows = all.map(({ key, data }) => {
    const [canary] = canariesOf(facts, key);
    const verdict = canary ? canaryStanding(canary, canariesOf(facts, key)).verdict : null;
    const fairness = fairnessOf(facts.of(assessmentRecord), key);
    return { key, data, verdict, fairness, share: formatPercent(shares.get(key) ?? 0, 0) };
  });
  const judged = rows.filter(({ verdict, fairness }) => verdict !== null && fairness !== null).length;
  return (
    <ChartFrame
      level={3}
      title="Releases"
      measure="Data, code and model of each release, and its verdicts"
      finding={`${judged} of ${all.length} ${all.length === 1 ? "release" : "releases"} judged both on a canary and by group${all.length > SHOWN ? `; the newest ${SHOWN} are shown` : ""}.`}
      csvHref={csvHref}
    >
      <TableScroll label="Releases" className="-mx-4 px-4">
        <Table className="text-sm">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <Th key={column} number={column === "Traffic"}>
                  {column}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map(({ key, data, verdict, fairness, share }) => (
              <tr key={key}>
                <RowHead className="min-w-16 wrap-anywhere">
                  <Link href={`${base}/facts/releases/${key}`} prefetch={false} className="hover:underline">
                    {data.tag}
                  </Link>
                </RowHead>
                <Part to={`${base}/facts/dataset-versions/${data.datasetVersion}`}>{data.datasetVersion}</Part>
                <Td className="font-mono text-xs whitespace-nowrap">{data.commit.slice(0, 10)}</Td>
                <Part to={`${base}/facts/model-versions/${data.modelVersion}`}>{data.modelVersion}</Part>
                <Td>{tagFor(verdict && VERDICTS[verdict])}</Td>
                <Td>{tagFor(fairness && [VERDICT_WORDS[fairness], TONES[fairness]])}</Td>
                <Td number>{share}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
    </ChartFrame>
  );
}

const VERDICTS = { pass: ["Pass", "good"], marginal: ["Marginal", "warn"], fail: ["Fail", "bad"] } as const;
const TONES = { pass: "good", watch: "warn", insufficient: "quiet", fail: "bad" } as const;

function fairnessOf(assessments: readonly Fact<AssessmentData>[], key: string) {
  const newest = assessments.find(({ data }) => data.release === key);
  return newest ? overall(judgedMeasures(newest.data)) : null;
}

function tagFor(verdict: readonly [string, Tone] | null): ReactNode {
  return verdict ? <Tag tone={verdict[1]}>{verdict[0]}</Tag> : <span className="text-ink-2">not yet</span>;
}

function Part({ to, children }: { to: string; children: string }) {
  return (
    <Td className="min-w-24 wrap-anywhere">
      <Link href={to} prefetch={false} className="hover:underline">
        {children}
      </Link>
    </Td>
  );
}
