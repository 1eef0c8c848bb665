import { answerFor } from "#stages/form/answer-for.tsx";
import { Group, Row } from "#stages/form/layout.tsx";
import type { retraining } from "#stages/retraining/stage.ts";

const Answer = answerFor<typeof retraining>();

export function RetrainingFields() {
  return (
    <>
      <Answer name="strategy" />
      <Answer name="strategyReason" />
      <Row>
        <Answer name="maxModelAgeDays" />
        <Answer name="rollbackKeep" />
      </Row>
      <Group title="Champion against challenger">
        <Row>
          <Answer name="primaryMetric" />
          <Answer name="margin" />
        </Row>
        <Answer name="approval" />
        <Answer name="evaluationPolicy" />
        <Answer name="guardrailMetrics" />
      </Group>
      <Group title="Training data">
        <Answer name="trainingWindow.kind" />
        <Answer name="trainingWindow.days" />
      </Group>
      <Answer name="monthlyBudget" />
      <Group title="Whether a retrain pays">
        <Row>
          <Answer name="worth.gainPerDay" />
          <Answer name="worth.decayDays" />
        </Row>
        <Answer name="worth.risk" />
      </Group>
      <Answer name="blackoutWindows" noun="window" />
    </>
  );
}
