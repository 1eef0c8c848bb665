import type { dataBias } from "#stages/data-bias/stage.ts";
import { answerFor } from "#stages/form/answer-for.tsx";
import { Group, Row } from "#stages/form/layout.tsx";

const Answer = answerFor<typeof dataBias>();

export function DataBiasFields() {
  return (
    <>
      <Group title="Who is compared" note="Attributes with their groups, stand-ins and risks are recorded below, once">
        <Answer name="protectedAttributes" />
        <Answer name="attributeSource" />
        <Answer name="attributeUnavailablePlan" />
        <Answer name="attributeUseRule" />
        <Row>
          <Answer name="suspectedProxies" />
          <Answer name="intersections" />
        </Row>
        <Answer name="harmTypes" />
      </Group>
      <Group title="What fair means here">
        <Answer name="fairnessMetrics" />
        <Answer name="fairnessRationale" />
        <Answer name="groupsConsulted" />
      </Group>
      <Group title="Seven origins of bias" note="How each of them shows in this data">
        <Answer name="sourceAnswers.historical" />
        <Answer name="sourceAnswers.representation" />
        <Answer name="sourceAnswers.measurement" />
        <Answer name="sourceAnswers.aggregation" />
        <Answer name="sourceAnswers.learning" />
        <Answer name="sourceAnswers.evaluation" />
        <Answer name="sourceAnswers.deployment" />
      </Group>
    </>
  );
}
