import { LIFECYCLE_HELP, LIFECYCLE_NAMES, STEP_PAST } from "#app/(app)/projects/[slug]/lifecycle-words.ts";
import { LifecycleSteps } from "#app/(app)/projects/[slug]/settings/lifecycle-steps.tsx";
import { Card } from "#components/ui/card.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { decideLifecycle, LIFECYCLE_VERBS } from "#domain/lifecycle.ts";
import { can, whoMay } from "#domain/permissions.ts";
import { formatDate } from "#lib/format-date.ts";
import type { Access } from "#server/access.ts";
import { getLifecycle, type LifecycleStanding } from "#server/lifecycle.ts";

type LifecycleCardProps = { access: Access<"project.read">; zone: string };

/** Where the project stands in its life, what its lead can do about it, and every step so far. */
export async function LifecycleCard({ access, zone }: LifecycleCardProps) {
  const { lifecycle, facts, changes } = await getLifecycle(access);
  const steps = LIFECYCLE_VERBS.map((verb) => ({ verb, decision: decideLifecycle(verb, facts) }));
  const open = steps.flatMap(({ verb, decision }) => (decision.ok ? [verb] : []));
  const unready = steps.flatMap(({ verb, decision }) => (verb === "retire" && !decision.ok ? [decision.because] : []));
  const over = facts.recorded === "cancelled" || facts.recorded === "retired";
  return (
    <Card id="lifecycle" title="Life of the project" note={<Tag>{LIFECYCLE_NAMES[lifecycle]}</Tag>}>
      <div className="flex flex-col gap-3">
        <p className="text-base text-pretty text-ink-2">
          {LIFECYCLE_HELP[lifecycle]}
          {facts.held && !facts.recorded && (
            <>
              {" "}
              The business case decided {facts.held === "defer" ? "to defer" : "not to go on"};{" "}
              <TextLink href={`/projects/${access.slug}/stages/business-case#field-goNoGo`}>
                another decision there
              </TextLink>{" "}
              takes it up again.
            </>
          )}
        </p>
        {can(access.roles, "project.lifecycle") ? (
          <>
            <LifecycleSteps slug={access.slug} verbs={open} />
            {!over &&
              unready.map((because) => <Unready key={because} slug={access.slug} because={because} facts={facts} />)}
          </>
        ) : (
          <p className="text-base text-ink-2">Pausing, cancelling and retiring take {whoMay("project.lifecycle")}.</p>
        )}
        {changes.length > 0 && <Steps changes={changes} zone={zone} />}
      </div>
    </Card>
  );
}

type UnreadyProps = { slug: string; because: string; facts: LifecycleStanding["facts"] };

function Unready({ slug, because, facts }: UnreadyProps) {
  return (
    <p className="text-sm text-pretty text-ink-2">
      Not to be retired yet. {because}{" "}
      {facts.running.length > 0 && <TextLink href={`/projects/${slug}/facts/deployments`}>Deployments</TextLink>}
    </p>
  );
}

function Steps({ changes, zone }: Pick<LifecycleStanding, "changes"> & { zone: string }) {
  return (
    <ol aria-label="Steps so far" className="flex flex-col gap-3 border-t border-rule pt-3">
      {changes.map(({ id, verb, actorName, at, reason, note }) => (
        <li key={id} className="text-base">
          <p>
            <b className="font-semibold">{STEP_PAST[verb] ?? verb}</b>{" "}
            <span className="text-ink-2">
              {formatDate(at, zone)}, {actorName}
            </span>
          </p>
          <p className="text-pretty wrap-anywhere">“{reason}”</p>
          {note && (
            <dl className="mt-1.5 grid gap-x-4 gap-y-1 rounded-control bg-sunken px-3 py-2 text-sm sm:grid-cols-[10rem_minmax(0,1fr)]">
              {NOTE_PARTS.map(([name, label]) => (
                <div key={name} className="contents">
                  <dt className="text-ink-2">{label}</dt>
                  <dd className="wrap-anywhere">{note[name]}</dd>
                </div>
              ))}
              <dt className="text-ink-2">Signed</dt>
              <dd>
                {actorName}, as lead, {formatDate(at, zone)}
              </dd>
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}

const NOTE_PARTS = [
  ["replacement", "What replaces it"],
  ["remains", "Data, models, access"],
  ["told", "Who was told"],
] as const;
