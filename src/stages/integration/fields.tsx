import { answerFor } from "#stages/form/answer-for.tsx";
import { Group, Row } from "#stages/form/layout.tsx";
import type { integration } from "#stages/integration/stage.ts";

const Answer = answerFor<typeof integration>();

/** In the order in which a release meets them: getting out, learning, watching, answering for it. */
const QUESTIONS = [
  "canary",
  "shadow",
  "abPipeline",
  "rollback",
  "featureStore",
  "onlineTraining",
  "trainingDataAggregation",
  "servingTrainingCoupling",
  "inferenceLatency",
  "monitoringProcess",
  "incidentProcess",
  "privacyRegime",
  "budget",
  "headCount",
  "skills",
] as const;

export function IntegrationFields() {
  return (
    <>
      <Row>
        <Answer name="latencyBudgetMs" />
        <Answer name="peakRps" />
      </Row>
      <Answer name="latencySeries" />
      <Answer name="rolloutPlan" noun="step" />
      <Answer name="fallback" />
      <Answer name="humanOversight" />
      <Answer name="userNotice" />
      <Answer name="dataProtectionAssessment" />
      <Group title="Fifteen questions of deployment" note="An answer, a remark, and a figure where one exists">
        {QUESTIONS.map((question) => (
          <div
            key={question}
            className="hidden flex-col gap-3 border-t border-rule pt-3.5 first-of-type:border-0 first-of-type:pt-0 has-[[id^='field-']]:flex"
          >
            <Answer name={`deploymentAnswers.${question}.answer`} />
            <Row>
              <Answer name={`deploymentAnswers.${question}.detail`} />
              <Answer name={`deploymentAnswers.${question}.number`} />
            </Row>
          </div>
        ))}
      </Group>
    </>
  );
}
