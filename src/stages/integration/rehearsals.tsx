import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { RuleVerdict } from "#domain/evidence.ts";
import { formatDate } from "#lib/format-date.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { IntegrationDocument } from "#stages/integration/document.ts";
import {
  endToEndTested,
  loadProven,
  newestTest,
  rollbackProven,
  shadowCompared,
} from "#stages/integration/recorded-items.ts";
import { runbook, runbookNamed } from "#stages/integration/runbook.ts";
import { testRun } from "#stages/integration/test-run.ts";

type RehearsalsProps = { facts: StageFacts; document: IntegrationDocument; base: string; csvHref: string };

/** What was tried before it counted: load, the whole way, shadow, the way back, and the page that people open at night. */
export function Rehearsals({ facts, document, base, csvHref }: RehearsalsProps) {
  const rows = rowsOf(document, facts);
  const held = rows.filter(({ verdict }) => verdict.met).length;
  return (
    <ChartFrame
      level={3}
      title="Rehearsals"
      measure="The newest of each, against what is asked"
      finding={`${held} of ${rows.length} hold.`}
      csvHref={csvHref}
    >
      <TableScroll label="Rehearsals" className="-mx-4 px-4">
        <Table className="text-sm">
          <thead>
            <tr>
              <Th>What</Th>
              <Th>Verdict</Th>
              <Th>What it showed</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, at, verdict }) => (
              <tr key={name}>
                <RowHead className="font-medium">
                  <a href={`${base}${verdict.where}`} className="hover:underline">
                    {name}
                  </a>
                  {at !== undefined && (
                    <span className="block font-normal whitespace-nowrap text-ink-2">{formatDate(at)}</span>
                  )}
                </RowHead>
                <Td>
                  <Tag tone={verdict.met ? "good" : at === undefined ? "quiet" : "bad"}>
                    {verdict.met ? "Holds" : at === undefined ? "Missing" : "Does not hold"}
                  </Tag>
                </Td>
                <Td className="min-w-40 text-pretty wrap-anywhere">{verdict.detail}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
    </ChartFrame>
  );
}

type Row = { name: string; at: number | undefined; verdict: RuleVerdict };

function rowsOf(document: IntegrationDocument, facts: StageFacts): Row[] {
  const newest = (kind: "load" | "rollback_drill") => facts.of(testRun).find(({ data }) => data.kind === kind)?.at;
  return [
    { name: "End-to-end test", at: newestTest(facts, "integration")?.at, verdict: endToEndTested(document, facts) },
    { name: "Load test", at: newest("load"), verdict: loadProven(document, facts) },
    {
      name: "Shadow comparison",
      at: newestTest(facts, "shadow_comparison")?.at,
      verdict: shadowCompared(document, facts),
    },
    { name: "Rollback drill", at: newest("rollback_drill"), verdict: rollbackProven(document, facts) },
    { name: "Runbook", at: facts.of(runbook)[0]?.at, verdict: runbookNamed(document, facts) },
  ];
}
