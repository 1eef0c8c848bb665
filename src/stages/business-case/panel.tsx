import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { listMembers } from "#server/members.ts";
import { getOrganisation } from "#server/organisation.ts";
import { isGroup } from "#stages/answer-at.ts";
import { AlternativeChart } from "#stages/business-case/alternative-chart.tsx";
import { CaseTable } from "#stages/business-case/case-table.tsx";
import { FramingHistory } from "#stages/business-case/framing-history.tsx";
import { framingRevision } from "#stages/business-case/framing-revision.ts";
import { CashFlowChart, SensitivityChart } from "#stages/business-case/value-charts.tsx";
import { ValueHistory } from "#stages/business-case/value-history.tsx";
import { valueRevision } from "#stages/business-case/value-revision.ts";
import type { StagePanelProps } from "#stages/panel.tsx";
import { valueCaseOf } from "#stages/value-case.ts";

/** The pictures of stage 1: when the money comes back, what the value hangs on, and how the framing matured. */
export async function BusinessCasePanel({ access, facts, currency, zone }: StagePanelProps) {
  const [assumed, members] = await Promise.all([getOrganisation(), listMembers(access)]);
  const saved = facts.documents["business-case"];
  const document = isGroup(saved) ? saved : {};
  const value = valueCaseOf(document, assumed);
  const revisions = facts.of(framingRevision);
  const names = new Map(members.map(({ userId, name }) => [userId, name]));
  const drawn = { currency, zone, at: facts.now };
  return (
    <>
      {value ? (
        <>
          <CashFlowChart value={value} {...drawn} />
          <SensitivityChart value={value} {...drawn} />
          <AlternativeChart {...{ document, value, assumed }} {...drawn} />
          <ValueHistory revisions={facts.of(valueRevision)} {...{ names, assumed }} {...drawn} />
          <CaseTable {...{ document, facts, assumed, currency, zone }} />
        </>
      ) : (
        <NoValue />
      )}
      {revisions.length > 0 && <FramingHistory {...{ revisions, names, zone }} />}
      <p className="no-print text-base">
        <TextLink href={`/projects/${access.slug}/canvas`}>The project on one page, for printing</TextLink>
      </p>
    </>
  );
}

function NoValue() {
  return (
    <Card>
      <EmptyState
        title="When does the money come back?"
        action={<ButtonLink href="#field-benefitMonthly">Fill in the benefit</ButtonLink>}
      >
        With benefit, build cost, run cost and the chance of success, the cash flow and what it hangs on are drawn here.
      </EmptyState>
    </Card>
  );
}
