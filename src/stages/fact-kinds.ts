import { AppError } from "#domain/errors.ts";
import { assumption } from "#stages/business-case/assumption.ts";
import { benefitRealised } from "#stages/business-case/benefit-realised.ts";
import { budgetLine } from "#stages/business-case/budget-line.ts";
import { framingRevision } from "#stages/business-case/framing-revision.ts";
import { stakeholder } from "#stages/business-case/stakeholder.ts";
import { timeEntry } from "#stages/business-case/time-entry.ts";
import { valueRevision } from "#stages/business-case/value-revision.ts";
import { biasMitigation } from "#stages/data-bias/bias-mitigation.ts";
import { biasRisk } from "#stages/data-bias/bias-risk.ts";
import { groupBaseline } from "#stages/data-bias/group-baseline.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { riskAcceptance } from "#stages/data-bias/risk-acceptance.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { skewMeasurement } from "#stages/data-pipeline/skew-measurement.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { datasheet } from "#stages/data-selection/datasheet.ts";
import { feature } from "#stages/data-selection/feature.ts";
import { qualityProfile } from "#stages/data-selection/quality-profile.ts";
import type { AnyFactKind, FactKind } from "#stages/fact-kind.ts";
import { abLook } from "#stages/integration/ab-look.ts";
import { abTest } from "#stages/integration/ab-test.ts";
import { canaryAnalysis } from "#stages/integration/canary-analysis.ts";
import { deployment } from "#stages/integration/deployment.ts";
import { deploymentEvent } from "#stages/integration/deployment-event.ts";
import { release } from "#stages/integration/release.ts";
import { runbook } from "#stages/integration/runbook.ts";
import { testRun } from "#stages/integration/test-run.ts";
import { mlTest } from "#stages/model/ml-test.ts";
import { modelCard } from "#stages/model/model-card.ts";
import { modelMetric } from "#stages/model/model-metric.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { trainingRun } from "#stages/model/training-run.ts";
import { verificationTest } from "#stages/model/verification-test.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";
import { driftVerdict } from "#stages/monitoring/drift-verdict.ts";
import { explanationSnapshot } from "#stages/monitoring/explanation-snapshot.ts";
import { fireDrill } from "#stages/monitoring/fire-drill.ts";
import { incident } from "#stages/monitoring/incident.ts";
import { monitor } from "#stages/monitoring/monitor.ts";
import { slo } from "#stages/monitoring/slo.ts";
import { championPeriod } from "#stages/retraining/champion-period.ts";
import { retrainApproval } from "#stages/retraining/retrain-approval.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { triggerFiring } from "#stages/retraining/trigger-firing.ts";
import { fairnessAssessment } from "#stages/solution-bias/assessment.ts";
import { complaint } from "#stages/solution-bias/complaint.ts";
import { fairnessAcceptance } from "#stages/solution-bias/fairness-acceptance.ts";
import { groupExemption } from "#stages/solution-bias/group-exemption.ts";
import { remediation } from "#stages/solution-bias/remediation.ts";
import { solutionTest } from "#stages/solution-bias/solution-test.ts";

/** Every kind of fact, stage by stage in the order in which people meet them. */
export const FACT_KINDS: readonly AnyFactKind[] = [
  plain(stakeholder),
  plain(budgetLine),
  plain(assumption),
  plain(benefitRealised),
  plain(framingRevision),
  plain(valueRevision),
  plain(timeEntry),
  plain(dataSource),
  plain(feature),
  plain(qualityProfile),
  plain(datasheet),
  plain(protectedAttribute),
  plain(groupBaseline),
  plain(biasRisk),
  plain(biasMitigation),
  plain(riskAcceptance),
  plain(pipeline),
  plain(pipelineRun),
  plain(datasetVersion),
  plain(skewMeasurement),
  plain(trainingRun),
  plain(modelVersion),
  plain(modelMetric),
  plain(verificationTest),
  plain(mlTest),
  plain(modelCard),
  plain(release),
  plain(deployment),
  plain(deploymentEvent),
  plain(testRun),
  plain(runbook),
  plain(canaryAnalysis),
  plain(abTest),
  plain(abLook),
  plain(fairnessAssessment),
  plain(remediation),
  plain(fairnessAcceptance),
  plain(groupExemption),
  plain(complaint),
  plain(solutionTest),
  plain(monitor),
  plain(slo),
  plain(driftReference),
  plain(driftResult),
  plain(driftVerdict),
  plain(incident),
  plain(explanationSnapshot),
  plain(fireDrill),
  plain(retrainTrigger),
  plain(triggerFiring),
  plain(retrainRun),
  plain(retrainApproval),
  plain(championPeriod),
];

const BY_NAME: ReadonlyMap<string, AnyFactKind> = new Map(FACT_KINDS.map((kind) => [kind.kind, kind]));

export function findFactKind(name: string): AnyFactKind | null {
  return BY_NAME.get(name) ?? null;
}

export function factKindOf(name: string): AnyFactKind {
  const kind = findFactKind(name);
  if (!kind) throw new AppError("NOT_FOUND", `There are no facts called “${name}”.`);
  return kind;
}

export function factKindsOf(stage: string): AnyFactKind[] {
  return FACT_KINDS.filter((kind) => kind.stage === stage);
}

/** Guarantee: what these functions are handed was parsed with this kind's own schema. */
function plain<S extends FactKind["schema"]>(kind: FactKind<S>): AnyFactKind {
  return kind as unknown as AnyFactKind;
}
