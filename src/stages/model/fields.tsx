import { answerFor } from "#stages/form/answer-for.tsx";
import { Group, Row } from "#stages/form/layout.tsx";
import type { model } from "#stages/model/stage.ts";

const Answer = answerFor<typeof model>();

export function ModelFields() {
  return (
    <>
      <Answer name="approachSummary" />
      <Answer name="designAlternatives" />
      <Group title="Split" note="The three shares make 100%">
        <Row of={3}>
          <Answer name="split.train" />
          <Answer name="split.validation" />
          <Answer name="split.test" />
        </Row>
        <Row>
          <Answer name="split.trainUntil" />
          <Answer name="split.testFrom" />
        </Row>
      </Group>
      <Group title="Search">
        <Answer name="searchStrategy" />
        <Row>
          <Answer name="searchBudget.trials" />
          <Answer name="searchBudget.hours" />
        </Row>
      </Group>
      <Group title="Starting point">
        <Answer name="transferLearning" />
        <Row>
          <Answer name="baseModel.name" />
          <Answer name="baseModel.licence" />
          <Answer name="baseModel.version" />
          <Answer name="baseModel.source" />
          <Answer name="baseModel.frozenLayers" />
        </Row>
      </Group>
      <Group title="From score to action">
        <Row>
          <Answer name="operatingThreshold" />
          <Answer name="calibrationError" />
        </Row>
        <Answer name="thresholdRationale" />
        <Answer name="scoresAreProbabilities" />
      </Group>
      <Answer name="explainabilityMethod" />
      <Row>
        <Answer name="reproducibilityTolerance" />
        <Answer name="environmentalCostKwh" />
      </Row>
      <Answer name="stalenessNote" />
    </>
  );
}
