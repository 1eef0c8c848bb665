import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { sharesByAttribute } from "#stages/data-bias/group-shares.ts";
import { GroupsCard } from "#stages/data-bias/groups-card.tsx";
import { registerOf } from "#stages/data-bias/register.ts";
import { RegisterFigures } from "#stages/data-bias/register-figures.tsx";
import { RiskChart } from "#stages/data-bias/risk-chart.tsx";
import { ShareChart } from "#stages/data-bias/share-chart.tsx";
import type { StagePanelProps } from "#stages/panel.tsx";

const SETS_SHOWN = 6;

/** The pictures of stage 4: how the plan moves the risks, and whose share in the data is not their share in the population. */
export function DataBiasPanel({ access, facts, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const files = `/api/v1/projects/${access.slug}`;
  const register = registerOf(facts, facts.now);
  const sets = sharesByAttribute(facts).slice(0, SETS_SHOWN);
  const nothing = register.risks.length === 0 && register.unweighed.length === 0 && sets.length === 0;
  if (nothing && facts.states["data-bias"] === "not_applicable") return null;
  return (
    <>
      {register.risks.length > 0 ? (
        <>
          <RegisterFigures register={register} at={facts.now} zone={zone} />
          <RiskChart register={register} base={base} csvHref={`${files}/bias-risks/export`} />
        </>
      ) : (
        <NoRisks base={base} unweighed={register.unweighed.length} />
      )}
      <GroupsCard facts={facts} base={base} />
      {sets.length > 0
        ? sets.map((set) => (
            <ShareChart key={set.key} {...{ set, zone }} at={facts.now} csvHref={`${files}/group-baselines/export`} />
          ))
        : facts.tier >= 2 && <NoGroups base={base} />}
    </>
  );
}

function NoRisks({ base, unweighed }: { base: string; unweighed: number }) {
  return (
    <Card>
      <EmptyState
        title={unweighed > 0 ? "No risk is weighed yet" : "No bias risk yet"}
        action={
          unweighed > 0 ? (
            <ButtonLink href={`${base}/facts/bias-risks`}>Weigh the risks</ButtonLink>
          ) : (
            <ButtonLink href={`${base}/facts/bias-risks/new`}>Record a risk</ButtonLink>
          )
        }
      >
        Each risk stands on a matrix of likelihood and severity, with an arrow to where its mitigations bring it.
      </EmptyState>
    </Card>
  );
}

function NoGroups({ base }: { base: string }) {
  return (
    <Card>
      <EmptyState
        title="No group has its share recorded"
        action={<ButtonLink href={`${base}/facts/group-baselines/new`}>Record a group</ButtonLink>}
      >
        Shares in the data and in the population show who is missing before anything is trained.
      </EmptyState>
    </Card>
  );
}
