import { answerFor } from "#stages/form/answer-for.tsx";
import { Row } from "#stages/form/layout.tsx";
import type { successCriteria } from "#stages/success-criteria/stage.ts";

const Answer = answerFor<typeof successCriteria>();

export function SuccessCriteriaFields() {
  return (
    <>
      <Row>
        <Answer name="northStar" />
        <Answer name="observationDays" />
      </Row>
      <Answer name="evaluationProtocol" />
      <Answer name="killCriteria" />
      <Answer name="tradeOffRule" />
      <Answer name="offlineOnlineLink" />
      <Row>
        <Answer name="proxyCorrelation" />
        <Answer name="testMinPositives" />
      </Row>
    </>
  );
}
