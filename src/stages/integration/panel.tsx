import { FirstRecord } from "#stages/first-record.tsx";
import { AbChart } from "#stages/integration/ab-chart.tsx";
import { abTest } from "#stages/integration/ab-test.ts";
import { CanaryTable } from "#stages/integration/canary-table.tsx";
import { CANARIES } from "#stages/integration/canary-verdict.ts";
import { deployment } from "#stages/integration/deployment.ts";
import { QuestionMatrix } from "#stages/integration/question-matrix.tsx";
import { Rehearsals } from "#stages/integration/rehearsals.tsx";
import { release } from "#stages/integration/release.ts";
import { ReleaseMatrix } from "#stages/integration/release-matrix.tsx";
import { runbook } from "#stages/integration/runbook.ts";
import { testRun } from "#stages/integration/test-run.ts";
import { TrafficChart } from "#stages/integration/traffic-chart.tsx";
import type { StagePanelProps } from "#stages/panel.tsx";

/** The pictures of stage 7: who decided when, what each release is made of, how it was judged, and the fifteen answers. */
export function IntegrationPanel({ access, facts, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const files = `/api/v1/projects/${access.slug}`;
  /* A project of tier 1 is not asked for any of it, so nothing stands there empty. */
  const asked = facts.tier > 1;
  const [canary] = facts.of(CANARIES);
  const [experiment] = facts.of(abTest);
  return (
    <>
      {facts.of(deployment).length > 0 ? (
        <TrafficChart facts={facts} zone={zone} csvHref={`${files}/deployments/export`} />
      ) : (
        asked && (
          <FirstRecord access={access} kind={deployment} title="Nothing is deployed yet" action="Record a deployment">
            Shadows, canaries and roll-outs make a picture of who decided when, with every way back.
          </FirstRecord>
        )
      )}
      {facts.of(release).length > 0 ? (
        <ReleaseMatrix facts={facts} base={base} csvHref={`${files}/releases/export`} />
      ) : (
        asked && (
          <FirstRecord access={access} kind={release} title="No release yet" action="Record a release">
            A release pins data, code and model, so that what runs can be built again.
          </FirstRecord>
        )
      )}
      {canary && (
        <CanaryTable analysis={canary} facts={facts} zone={zone} csvHref={`${files}/canary-analyses/export`} />
      )}
      {experiment && <AbChart experiment={experiment} facts={facts} zone={zone} csvHref={`${files}/ab-tests/export`} />}
      {(facts.tier >= 2 || facts.of(testRun).length > 0 || facts.of(runbook).length > 0) && (
        <Rehearsals
          facts={facts}
          document={facts.documents.integration ?? {}}
          base={base}
          csvHref={`${files}/test-runs/export`}
        />
      )}
      <QuestionMatrix document={facts.documents.integration} />
    </>
  );
}
