import { formatNumber } from "#lib/format.ts";
import { plural } from "#lib/format-size.ts";
import { AlternativeFigures } from "#stages/business-case/alternative-figures.tsx";
import { caseFigures } from "#stages/business-case/case-figures.ts";
import type { businessCase } from "#stages/business-case/stage.ts";
import {
  BreakEvenFigure,
  type Hows,
  RiskFigures,
  StandingFigures,
  ValueFigures,
} from "#stages/business-case/value-figures.tsx";
import type { WorthAssumptions } from "#stages/business-case/worth.ts";
import { gradeOf, type MeasuredData } from "#stages/data-selection/measured.ts";
import { answerFor } from "#stages/form/answer-for.tsx";
import { Group, Row } from "#stages/form/layout.tsx";
import { How } from "#stages/how.tsx";

type BodyProps = WorthAssumptions & { measured?: MeasuredData };

const Answer = answerFor<typeof businessCase>();

export function BusinessCaseFields({ discountAnnual, npvReference, measured }: BodyProps) {
  const live = { assumed: { discountAnnual, npvReference }, hows: HOWS };
  return (
    <>
      <Answer name="problemStatement" />
      <Answer name="currentProcess" />
      <Row>
        <Answer name="framing.predictionTarget" rows={2} />
        <Answer name="framing.decision" rows={2} />
      </Row>
      <Row>
        <Answer name="intendedUse" />
        <Answer name="outOfScopeUse" />
      </Row>
      <Group title="Value" foot={<ValueFigures {...live} />}>
        <Row of={4}>
          <Answer name="benefitMonthly" />
          <Answer name="buildCost" />
          <Answer name="runCostMonthly" />
          <Answer name="successProbability" />
        </Row>
        <Row of={4}>
          <Answer name="upfrontCost" />
          <Answer name="buildMonths" />
          <Answer name="rampMonths" />
          <Answer name="horizonMonths" />
        </Row>
        <Row of={4}>
          <Answer name="discountAnnual" />
          <Answer name="budgetTotal" />
          <Answer name="headCount" />
          <Answer name="delayBurnMonthly" />
        </Row>
        <Row of={3}>
          <Answer name="delayOptimistic" />
          <Answer name="delayLikely" />
          <Answer name="delayPessimistic" />
        </Row>
        <Answer name="benefitBasis" />
        <Row>
          <Answer name="mandatory" />
          <Answer name="mandatoryReason" />
        </Row>
      </Group>
      <Group
        title="Framing"
        note="The problem as a prediction that changes a decision"
        foot={<BreakEvenFigure {...live} />}
      >
        <Row>
          <Answer name="framing.entity" />
          <Answer name="framing.predictionMoment" />
        </Row>
        <Row>
          <Answer name="framing.taskType" />
          <Answer name="framing.labelDelayDays" />
        </Row>
        <Row>
          <Answer name="framing.action" />
          <Answer name="framing.actor" />
        </Row>
        <Answer name="framing.automation" />
        <Answer name="framing.whyMl" />
        <Row>
          <Answer name="framing.nonMlBaseline.text" />
          <Answer name="framing.nonMlBaseline.value" />
        </Row>
        <Answer name="framing.minimumSuccess" />
        <Row of={4}>
          <Answer name="framing.errorCosts.gainTp" />
          <Answer name="framing.errorCosts.costFp" />
          <Answer name="framing.errorCosts.costFn" />
          <Answer name="framing.errorCosts.valueTn" />
        </Row>
      </Group>
      <Group title="Feasibility" note="1 is hard, 5 is easy; at least four" foot={<StandingFigures {...live} />}>
        <Row>
          <Answer name="feasibility.dataAvailability" />
          <Answer name="feasibility.dataQuality" />
          <Answer name="feasibility.technicalSimplicity" />
          <Answer name="feasibility.skills" />
          <Answer name="feasibility.integration" />
          <Answer name="feasibility.complianceEase" />
        </Row>
        {measured && <MeasuredNote measured={measured} />}
        <Answer name="deRiskPlan" />
      </Group>
      <Group title="People and risk" foot={<RiskFigures {...live} />}>
        <Row of={3}>
          <Answer name="affectsPeople" />
          <Answer name="personalData" />
          <Answer name="automatedDecision" />
        </Row>
        <Answer name="jurisdictions" />
        <Row of={3}>
          <Answer name="impact.severity" />
          <Answer name="impact.reach" />
          <Answer name="impact.autonomy" />
        </Row>
        <Answer name="riskAnswers.annexIiiArea" />
        <Row>
          <Answer name="riskAnswers.art5Practice" />
          <Answer name="riskAnswers.annexIThirdPartyAssessment" />
          <Answer name="riskAnswers.art63Exempt" />
          <Answer name="riskAnswers.profilesPeople" />
          <Answer name="riskAnswers.interactsWithPeople" />
          <Answer name="riskAnswers.syntheticContent" />
          <Answer name="riskAnswers.emotionOrBiometricCategorisation" />
        </Row>
      </Group>
      <Group
        title="Alternatives"
        note="Over the same horizon, at the same discount rate"
        foot={<AlternativeFigures {...live} />}
      >
        <Answer name="alternatives" label="Options" noun="option" firstRow={{ option: "Do nothing" }} />
      </Group>
      <Row>
        <Answer name="strategicAlignment" low="no link" high="in this year’s plan" />
        <Answer name="urgency" low="can wait" high="dated obligation" />
      </Row>
      <Row>
        <Answer name="skillsNeeded" />
        <Answer name="skillsMissing" />
      </Row>
      <Row>
        <Answer name="businessOwner" />
        <Answer name="goNoGo" />
      </Row>
    </>
  );
}

/** A number replaces the guess, and says so where the guess is made. */
function MeasuredNote({ measured: { availability, quality, sources } }: { measured: MeasuredData }) {
  const known = [
    availability !== null && `availability ${formatNumber(gradeOf(availability), 1)}`,
    quality !== null && `quality ${formatNumber(gradeOf(quality), 1)}`,
  ].filter((each) => each !== false);
  if (known.length === 0) return null;
  return (
    <p className="text-sm text-pretty text-ink-2">
      Stage 3 measured data {known.join(" and ")} of 5 in {plural(sources, "required source")}. That counts at the gate
      and in the portfolio instead of the guess.
    </p>
  );
}

const HOWS: Hows = Object.fromEntries(
  Object.entries(caseFigures({}, { discountAnnual: 0, npvReference: 1 })).map(([name, { label, calculator }]) => [
    name,
    <How key={name} figure={{ label, calculator }} />,
  ]),
);
