import type { Metadata } from "next";
import { DispatchTable } from "#app/(app)/projects/[slug]/connect/retraining/dispatch-table.tsx";
import { ReceivingCard } from "#app/(app)/projects/[slug]/connect/retraining/receiving-card.tsx";
import { StartButton } from "#app/(app)/projects/[slug]/connect/retraining/start-button.tsx";
import { TargetForm } from "#app/(app)/projects/[slug]/connect/retraining/target-form.tsx";
import { InboundTabs } from "#app/(app)/projects/[slug]/inbound/inbound-tabs.tsx";
import { currentSession } from "#app/actor.ts";
import { findAccess, readingProject } from "#app/project.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { anyOf, whoMay } from "#domain/permissions.ts";
import { type Dispatch, listDispatches } from "#server/retraining/dispatches.ts";
import { findTarget } from "#server/retraining/target.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";
import { RETRAIN_NAMES } from "#wire/retraining/request.ts";

export const metadata: Metadata = { title: "Retraining elsewhere" };

export default async function RetrainingPage({ params }: { params: Promise<{ slug: string }> }) {
  const access = await readingProject((await params).slug);
  const { slug } = access;
  const [target, dispatches, setting, { user }] = await Promise.all([
    findTarget(access),
    listDispatches(access),
    findAccess(slug, "token.manage"),
    currentSession(),
  ]);
  const starts = access.roles.some((role) => retrainRun.writers.includes(role));
  return (
    <div className="flex flex-col gap-4">
      <InboundTabs slug={slug} current="connect/retraining" />
      <p className="max-w-prose text-base text-pretty text-ink-2">
        Training happens in your own systems. When a trigger fires, or somebody presses the button, one of them is asked
        to begin, and what comes back is filed under the run that it names.
      </p>
      <Card
        title="Where it runs"
        note={target ? `${RETRAIN_NAMES[target.kind]}, set by ${target.changedByName}` : undefined}
      >
        {setting ? (
          <TargetForm slug={slug} initial={target} hasSecret={target?.hasSecret ?? false} />
        ) : (
          <p className="text-base text-ink-2">
            {target ? `${target.place || target.address}. ` : "Nobody has said yet. "}It is set by{" "}
            {whoMay("token.manage")}.
          </p>
        )}
      </Card>
      {target && <ReceivingCard slug={slug} kind={target.kind} />}
      <Asked slug={slug} dispatches={dispatches} zone={user.timeZone} told={target !== null} starts={starts} />
    </div>
  );
}

type AskedProps = { slug: string; dispatches: Dispatch[]; zone: string; told: boolean; starts: boolean };

function Asked({ slug, dispatches, zone, told, starts }: AskedProps) {
  const some = dispatches.length > 0;
  return (
    <Card
      title="What was asked for"
      padded={!some}
      aside={told && starts && <StartButton slug={slug} label="Start retraining" />}
    >
      {some ? (
        <DispatchTable slug={slug} dispatches={dispatches} zone={zone} starts={starts && told} />
      ) : (
        <EmptyState title="Nothing was asked for yet">
          {told
            ? `The next firing of a trigger shows here. ${starts ? "" : `It is started by ${anyOf(retrainRun.writers)}.`}`
            : "Once it is said where retraining runs, each request and its answer shows here."}
        </EmptyState>
      )}
    </Card>
  );
}
