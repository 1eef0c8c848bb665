import { answerFor } from "#stages/form/answer-for.tsx";
import { Group, Row } from "#stages/form/layout.tsx";
import type { solutionBias } from "#stages/solution-bias/stage.ts";

const Answer = answerFor<typeof solutionBias>();

export function SolutionBiasFields() {
  return (
    <>
      <Row>
        <Answer name="release" />
        <Answer name="attribute" />
      </Row>
      <Answer name="dataSource" />
      <Row>
        <Answer name="period.from" />
        <Answer name="period.to" />
      </Row>
      <Row>
        <Answer name="groups" />
        <Answer name="referenceGroup" />
      </Row>
      <Answer name="decisionDefinition" />
      <Answer name="favourableOutcome" />
      <Group title="Judged by" note="Fixed before anybody looks at the numbers">
        <Answer name="metricsChosen" noun="measure" />
      </Group>
      <Answer name="humanStepEffect" />
      <Answer name="residualStatement" />
      <Answer name="nextReview" />
    </>
  );
}
