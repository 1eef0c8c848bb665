import Link from "next/link";
import { RunGlyph } from "#components/charts/lineage-graph.tsx";
import { Card } from "#components/ui/card.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { freshnessOf } from "#domain/pipeline-runs.ts";
import { formatPercent, formatValue } from "#lib/format.ts";
import { STATE_WORDS } from "#stages/data-pipeline/lineage.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { freshnessLimit, runsOf } from "#stages/data-pipeline/run-standing.ts";
import type { Figure } from "#stages/fact-kind.ts";
import type { StageFacts } from "#stages/facts.ts";
import { How } from "#stages/how.tsx";

type PipelineFiguresProps = { facts: StageFacts; base: string; zone: string };

const SHOWN = 12;

/** Each pipeline with how often it succeeds and how old its data is, against what the stage asks for. */
export function PipelineFigures({ facts, base, zone }: PipelineFiguresProps) {
  const pipelines = facts.of(pipeline).toSorted((a, b) => urgency(facts, a) - urgency(facts, b));
  const limit = freshnessLimit(facts.documents);
  const note =
    limit === null ? "No freshness limit is set" : `Data may be ${formatValue(limit, "seconds")} old at most`;
  return (
    <Card level={3} title="Pipelines" note={note} padded={false}>
      <TableScroll label="Pipelines with their reliability and freshness">
        <Table>
          <thead>
            <tr>
              <Th>Pipeline</Th>
              <Th>Last run</Th>
              <Th number>Succeeded of ten</Th>
              <Th number>Age of its data</Th>
              <Th>Freshness</Th>
            </tr>
          </thead>
          <tbody>
            {pipelines.slice(0, SHOWN).map((fact) => {
              const runs = runsOf(facts, fact.key);
              const [success, age] = pipeline.figures(fact, contextOf(facts));
              const state = fact.data.active ? (runs[0]?.status ?? "none") : "off";
              const own = freshnessLimit(facts.documents, fact.data);
              const { late } = freshnessOf(runs, own, facts.now);
              return (
                <tr key={fact.key}>
                  <RowHead className="max-w-80 min-w-40">
                    <Link
                      href={`${base}/facts/pipelines/${fact.key}`}
                      prefetch={false}
                      title={fact.data.name}
                      className="line-clamp-2 wrap-anywhere hover:underline"
                    >
                      {fact.data.name}
                    </Link>
                  </RowHead>
                  <Td>
                    <span className="inline-flex items-center gap-1.5">
                      <RunGlyph state={state} />
                      {STATE_WORDS[state]}
                    </span>
                  </Td>
                  <Td number>
                    {success && <Value figure={success} name={fact.data.name} at={facts.now} zone={zone} />}
                  </Td>
                  <Td number>{age && <Value figure={age} name={fact.data.name} at={facts.now} zone={zone} />}</Td>
                  <Td>
                    <Freshness
                      late={fact.data.freshnessMonitored ? late : null}
                      watched={fact.data.freshnessMonitored}
                      limit={own === limit ? null : own}
                    />
                  </Td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </TableScroll>
      {pipelines.length > SHOWN && (
        <p className="px-4 py-2 text-sm">
          <Link href={`${base}/facts/pipelines`} prefetch={false} className="underline underline-offset-2">
            All {pipelines.length} pipelines
          </Link>
        </p>
      )}
    </Card>
  );
}

type Watched = {
  active: boolean;
  freshnessMonitored?: boolean | undefined;
  freshnessLimitSeconds?: number | undefined;
};

/** What failed on its last run stands first, then what is too old, then what runs. */
function urgency(facts: StageFacts, { key, data }: { key: string; data: Watched }): number {
  if (!data.active) return 3;
  const runs = runsOf(facts, key);
  if (runs[0]?.status === "failed") return 0;
  const { late } = freshnessOf(runs, freshnessLimit(facts.documents, data), facts.now);
  return data.freshnessMonitored && late ? 1 : 2;
}

type FreshnessProps = {
  late: boolean | null;
  watched?: boolean | undefined;
  /** Its own, where that is not the limit of the stage. */
  limit: number | null;
};

function Freshness({ late, watched = false, limit }: FreshnessProps) {
  if (!watched) return <span className="text-ink-2">not watched</span>;
  if (late === null) return <span className="text-ink-2">not known</span>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      {late ? <Tag tone="warn">too old</Tag> : <Tag tone="good">fresh</Tag>}
      {limit !== null && <span className="text-sm text-ink-2">own limit {formatValue(limit, "seconds")}</span>}
    </span>
  );
}

type ValueProps = { figure: Figure; name: string; at: number; zone: string };

function Value({ figure, name, at, zone }: ValueProps) {
  const { value, unit, reason, label } = figure;
  if (typeof value !== "number") return <span title={reason}>–</span>;
  return (
    <>
      {unit === "percent" ? formatPercent(value, 0) : formatValue(value, unit)}
      <How figure={{ ...figure, label: `${label}, ${name}` }} at={at} zone={zone} />
    </>
  );
}

export function contextOf(facts: StageFacts) {
  return { ...facts, before: null, project: facts };
}
