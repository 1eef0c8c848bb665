import type { dataPipeline } from "#stages/data-pipeline/stage.ts";
import { answerFor } from "#stages/form/answer-for.tsx";
import { Group, Row } from "#stages/form/layout.tsx";

const Answer = answerFor<typeof dataPipeline>();

export function DataPipelineFields() {
  return (
    <>
      <Answer name="captureMode" />
      <Row>
        <Answer name="storage" />
        <Answer name="orchestrator" />
      </Row>
      <Answer name="architectureLink" />
      <Answer name="trainingServingPath" />
      <Answer name="skewThreshold" />
      <Row>
        <Answer name="freshnessSlaS" />
        <Answer name="onCall" />
      </Row>
      <Answer name="aggregationMethod" />
      <Answer name="backfillPolicy" />
      <Group title="Keeping and deleting">
        <Row>
          <Answer name="retentionDays" />
          <Answer name="monthlyCost" />
        </Row>
        <Answer name="deletionProcess" />
      </Group>
    </>
  );
}
