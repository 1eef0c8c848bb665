import Link from "next/link";
import { STARTERS } from "#app/(app)/projects/[slug]/criteria/starters.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CriterionTag } from "#components/ui/criterion-tag.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { guardrailWords, targetWords } from "#lib/criterion-words.ts";
import { formatValue, unitInColumn } from "#lib/format.ts";
import type { CriterionView } from "#server/criteria.ts";

type CriteriaPanelProps = {
  base: string;
  criteria: readonly CriterionView[];
  mayEdit: boolean;
  affectsPeople: boolean;
};

/** What “works” means, in numbers: part of what stage 2 signs, and measured live from then on. */
export function CriteriaPanel({ base, criteria, mayEdit, affectsPeople }: CriteriaPanelProps) {
  if (criteria.length === 0) return <NoCriteria base={base} mayEdit={mayEdit} affectsPeople={affectsPeople} />;
  return (
    <Card
      id="criteria"
      title="Success criteria"
      aside={
        mayEdit && (
          <ButtonLink size="sm" href={`${base}/criteria/new`} prefetch={false}>
            Add a criterion
          </ButtonLink>
        )
      }
      padded={false}
    >
      <TableScroll label="Success criteria">
        <Table className="min-w-[34rem]">
          <thead>
            <tr>
              <Th className="pl-4">Criterion</Th>
              <Th number>Baseline</Th>
              <Th number>Target</Th>
              <Th number>Now</Th>
              <Th>State</Th>
            </tr>
          </thead>
          <tbody>
            {criteria
              .map((criterion) => ({ ...criterion, unit: unitInColumn(criterion.unit), word: criterion.unit }))
              .map((criterion) => (
                <Tr key={criterion.key}>
                  <RowHead className="min-w-40 pl-4 wrap-anywhere">
                    <Link href={`${base}/criteria/${criterion.key}`} prefetch={false} className="hover:underline">
                      {criterion.name}
                    </Link>
                    <span className="block text-sm font-normal text-ink-2">{kindWords(criterion)}</span>
                  </RowHead>
                  <Td number className="text-ink-2">
                    {formatValue(criterion.baseline, criterion.unit)}
                  </Td>
                  <Td number>
                    {targetWords(criterion)}
                    {guardrailWords(criterion) !== "–" && (
                      <span className="block text-sm text-ink-2">guardrail {guardrailWords(criterion)}</span>
                    )}
                  </Td>
                  <Td number className="font-semibold">
                    {formatValue(criterion.value, criterion.unit)}
                    {criterion.unit !== criterion.word && (
                      <span className="block text-sm font-normal text-ink-2">{criterion.word}</span>
                    )}
                  </Td>
                  <Td>
                    <CriterionTag state={criterion.state} />
                  </Td>
                </Tr>
              ))}
          </tbody>
        </Table>
      </TableScroll>
    </Card>
  );
}

function kindWords({ kind, mustHave, warnings }: CriterionView): string {
  const level = warnings.length > 0 ? ", keeps a level" : "";
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}, ${mustHave ? "must-have" : "wish"}${level}`;
}

function NoCriteria({ base, mayEdit, affectsPeople }: Omit<CriteriaPanelProps, "criteria">) {
  return (
    <Card id="criteria" padded={false}>
      <EmptyState
        title="Say in numbers what “works” means"
        action={
          mayEdit &&
          STARTERS.filter(({ kind }) => kind !== "fairness" || affectsPeople).map((starter) => (
            <ButtonLink
              key={starter.kind}
              variant="secondary"
              href={`${base}/criteria/new?start=${starter.kind}`}
              prefetch={false}
            >
              {starter.action}
            </ButtonLink>
          ))
        }
      >
        A success criterion is a measured series with a target, and a guardrail below which harm is done. It opens this
        gate, is judged window by window while the model is in use, and raises an alert when it is breached. At least
        one each for the business, the model and the operation{affectsPeople && ", and one for fairness"}.
      </EmptyState>
    </Card>
  );
}
