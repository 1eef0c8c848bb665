import { answerFor } from "#stages/form/answer-for.tsx";
import { Group, Row } from "#stages/form/layout.tsx";
import type { monitoring } from "#stages/monitoring/stage.ts";

const Answer = answerFor<typeof monitoring>();

export function MonitoringFields() {
  return (
    <>
      <Row>
        <Answer name="onCallLink" />
        <Answer name="reviewCadenceDays" />
      </Row>
      <Row>
        <Answer name="feedbackChannel" />
        <Answer name="fireDrillAt" />
      </Row>
      <Group title="How the truth comes back">
        <Row>
          <Answer name="labelFeedback.path" />
          <Answer name="labelFeedback.delayDays" />
        </Row>
        <Answer name="proxyUntilLabels" />
      </Group>
      <Group title="Drift">
        <Answer name="topFeatures" />
        <Row>
          <Answer name="primaryDriftMethod.numeric" />
          <Answer name="primaryDriftMethod.categorical" />
        </Row>
      </Group>
      <Group title="Looking back at decisions">
        <Answer name="explainInProduction" />
        <Answer name="decisionLogRetentionDays" />
      </Group>
    </>
  );
}
