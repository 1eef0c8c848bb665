import Link from "next/link";
import type { ReactNode } from "react";
import { FireDrillButton } from "#app/(app)/projects/[slug]/monitoring/fire-drill-button.tsx";
import { PullTriggerButton } from "#app/(app)/projects/[slug]/stages/_panels/pull-trigger-button.tsx";
import { Card } from "#components/ui/card.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { anyOf } from "#domain/permissions.ts";
import type { Role } from "#domain/vocabulary.ts";
import { isGroup } from "#stages/answer-at.ts";
import type { StageFacts } from "#stages/facts.ts";
import { answerWithinMinutes, fireDrill } from "#stages/monitoring/fire-drill.ts";
import { drillAnswered } from "#stages/monitoring/gate.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";

type ByHandProps = { slug: string; roles: readonly Role[]; facts: StageFacts };

/** What a stage lets people set off: a test alert, a retrain. */
const BY_STAGE: Readonly<Record<string, (props: ByHandProps) => ReactNode>> = {
  monitoring: FireDrill,
  retraining: ManualTriggers,
};

export function ByHand({ stage, ...props }: ByHandProps & { stage: string }) {
  const Part = BY_STAGE[stage];
  return Part ? <Part {...props} /> : null;
}

function FireDrill({ slug, roles, facts }: ByHandProps) {
  const may = roles.some((role) => fireDrill.writers.includes(role));
  const { monitoring } = facts.documents;
  const minutes = answerWithinMinutes(facts.tier);
  const { detail } = drillAnswered(isGroup(monitoring) ? monitoring : {}, facts);
  return (
    <Card title="Fire drill" id="fire-drill" aside={may && <FireDrillButton slug={slug} minutes={minutes} size="sm" />}>
      <p className="text-base text-pretty">
        {detail}{" "}
        <span className="text-ink-2">
          A test alert takes the way of a real one and is to be answered within {minutes} minutes.{" "}
          {!may && `It is fired by ${anyOf(fireDrill.writers)}. `}
          <TextLink href={`/projects/${slug}/facts/${fireDrill.kind}`}>All drills</TextLink>
        </span>
      </p>
    </Card>
  );
}

function ManualTriggers({ slug, roles, facts }: ByHandProps) {
  const may = roles.some((role) => retrainTrigger.writers.includes(role));
  const base = `/projects/${slug}/facts/${retrainTrigger.kind}`;
  const manual = facts.of(retrainTrigger).filter(({ data }) => data.kind === "manual");
  return (
    <Card title="Retrain by hand" id="by-hand">
      {manual.length === 0 ? (
        <p className="text-base text-ink-2">
          No manual trigger is recorded, so nobody can start a retrain by hand here.{" "}
          {may && <TextLink href={`${base}/new?kind=manual`}>Record one</TextLink>}
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {manual.map(({ key, data }) => (
            <li key={key} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <Link
                href={`${base}/${encodeURIComponent(key)}`}
                prefetch={false}
                className="inline-flex min-h-6 items-center text-base font-medium wrap-anywhere hover:underline"
              >
                {data.name}
              </Link>
              {data.enabled && may ? (
                <PullTriggerButton slug={slug} trigger={key} name={data.name} />
              ) : (
                <span className="text-sm text-ink-2">
                  {data.enabled ? `It is pulled by ${anyOf(retrainTrigger.writers)}.` : "It is switched off."}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
