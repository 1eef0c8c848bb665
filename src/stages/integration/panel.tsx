import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
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
  const [canary] = facts.of(CANARIES);
  const [experiment] = facts.of(abTest);
  return (
    <>
      {facts.of(deployment).length > 0 ? (
        <TrafficChart facts={facts} zone={zone} csvHref={`${files}/deployments/export`} />
      ) : (
        <Nothing
          title="Nothing is deployed yet"
          href={`${base}/facts/deployments/new`}
          action="Record a deployment"
          hidden={facts.tier === 1}
        >
          Shadows, canaries and roll-outs make a picture of who decided when, with every way back.
        </Nothing>
      )}
      {facts.of(release).length > 0 ? (
        <ReleaseMatrix facts={facts} base={base} csvHref={`${files}/releases/export`} />
      ) : (
        <Nothing
          title="No release yet"
          href={`${base}/facts/releases/new`}
          action="Record a release"
          hidden={facts.tier === 1}
        >
          A release pins data, code and model, so that what runs can be built again.
        </Nothing>
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

type NothingProps = { title: string; href: string; action: string; hidden: boolean; children: string };

/** A project of tier 1 is not asked for any of it, so nothing stands there empty. */
function Nothing({ title, href, action, hidden, children }: NothingProps) {
  if (hidden) return null;
  return (
    <Card>
      <EmptyState title={title} action={<ButtonLink href={href}>{action}</ButtonLink>}>
        {children}
      </EmptyState>
    </Card>
  );
}
