import type { dataSelection } from "#stages/data-selection/stage.ts";
import { answerFor } from "#stages/form/answer-for.tsx";
import { Group, Row } from "#stages/form/layout.tsx";

const Answer = answerFor<typeof dataSelection>();

export function DataSelectionFields() {
  return (
    <>
      <Answer name="populationDefinition" />
      <Answer name="selectionRationale" />
      <Group title="What is needed">
        <Row of={3}>
          <Answer name="requiredHistoryMonths" />
          <Answer name="requiredRows" />
          <Answer name="requiredLatencyH" />
        </Row>
      </Group>
      <Group title="Labels">
        <Answer name="supervised" />
        <Answer name="labelDefinition" />
        <Row>
          <Answer name="labelAudit.n" />
          <Answer name="labelAudit.agree" />
        </Row>
      </Group>
      <Answer name="leakageReview" />
      <Answer name="minimisationNote" />
    </>
  );
}
