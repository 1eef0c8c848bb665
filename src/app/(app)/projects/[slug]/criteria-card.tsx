import Link from "next/link";
import { Sparkline } from "#components/charts/sparkline.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CRITERION_STATE_NAMES, CriterionTag } from "#components/ui/criterion-tag.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { targetBand } from "#domain/criterion-state.ts";
import { CRITERION_STATES } from "#domain/vocabulary.ts";
import { targetWords } from "#lib/criterion-words.ts";
import { formatValue, unitInColumn } from "#lib/format.ts";
import type { ProjectOverview } from "#server/project-overview.ts";

type Criteria = ProjectOverview["criteria"];

/** The thread of the project: what was agreed in stage 2, with its last measured values. */
export function CriteriaCard({ base, criteria }: { base: string; criteria: Criteria }) {
  if (criteria.length === 0)
    return (
      <Card title="Success criteria">
        <EmptyState
          title="No criterion is agreed yet"
          action={<ButtonLink href={`${base}/stages/success-criteria#criteria`}>Add the first criterion</ButtonLink>}
        >
          A criterion says in numbers what “works” means. It opens the gates, is measured live, and starts retraining
          when it is breached.
        </EmptyState>
      </Card>
    );
  return (
    <Card title="Success criteria" note="agreed in stage 2, measured live" aside={countWords(criteria)} padded={false}>
      <TableScroll label="Success criteria">
        <Table className="min-w-[44rem]">
          <thead>
            <tr>
              <Th className="pl-4">Criterion</Th>
              <Th>Kind</Th>
              <Th number>Baseline</Th>
              <Th number>Target</Th>
              <Th number>Now</Th>
              <Th>Last 30 windows</Th>
              <Th>State</Th>
            </tr>
          </thead>
          <tbody>
            {criteria.map((criterion) => (
              <CriterionRow key={criterion.key} base={base} criterion={criterion} />
            ))}
          </tbody>
        </Table>
      </TableScroll>
    </Card>
  );
}

function CriterionRow({ base, criterion }: { base: string; criterion: Criteria[number] }) {
  const { low, high } = targetBand(criterion);
  const unit = unitInColumn(criterion.unit);
  return (
    <Tr>
      <RowHead className="min-w-40 pl-4 wrap-anywhere">
        <Link href={`${base}/monitoring#criterion-${criterion.key}`} prefetch={false} className="hover:underline">
          {criterion.name}
        </Link>
        {criterion.mustHave && <span className="block text-sm font-normal text-ink-2">must-have</span>}
      </RowHead>
      <Td className="text-ink-2 capitalize">{criterion.kind}</Td>
      <Td number className="text-ink-2">
        {formatValue(criterion.baseline, unit)}
      </Td>
      <Td number>
        {targetWords({ ...criterion, unit })}
        {criterion.loosenedAt && (
          <Link
            href={`${base}/criteria/${criterion.key}`}
            prefetch={false}
            title="Its limits are easier than those that stood when modelling began"
            className="block text-sm font-medium text-warn hover:underline"
          >
            eased
          </Link>
        )}
      </Td>
      <Td number className="font-semibold">
        {formatValue(criterion.value, unit)}
        <UnitOnce unit={criterion.unit} />
      </Td>
      <Td>
        {criterion.trend.length > 1 ? (
          <Sparkline
            values={criterion.trend}
            {...(Number.isFinite(low) && Number.isFinite(high)
              ? { band: { low, high } }
              : { target: Number.isFinite(low) ? low : Number.isFinite(high) ? high : null })}
            state={criterion.state}
            label={`${criterion.name}, last ${criterion.trend.length} windows`}
          />
        ) : (
          <span className="text-ink-2">{criterion.lastPointAt ? "one window" : "not measured"}</span>
        )}
      </Td>
      <Td>
        <CriterionTag state={criterion.state} />
      </Td>
    </Tr>
  );
}

/** A unit that is words is said under the last value only. */
function UnitOnce({ unit }: { unit: string }) {
  return unitInColumn(unit) === unit ? null : <span className="block text-sm font-normal text-ink-2">{unit}</span>;
}

function countWords(criteria: Criteria): string {
  const eased = criteria.filter(({ loosenedAt }) => loosenedAt !== null).length;
  const states = CRITERION_STATES.map((state) => ({ state, count: criteria.filter((c) => c.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${CRITERION_STATE_NAMES[state].toLowerCase()}`)
    .reverse();
  return [...states, ...(eased > 0 ? [`${eased} eased since modelling began`] : [])].join(", ");
}
