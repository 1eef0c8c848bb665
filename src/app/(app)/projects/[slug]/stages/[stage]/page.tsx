import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ByHand } from "#app/(app)/projects/[slug]/stages/_panels/by-hand.tsx";
import { ChecklistPanel } from "#app/(app)/projects/[slug]/stages/_panels/checklist-panel.tsx";
import { CriteriaPanel } from "#app/(app)/projects/[slug]/stages/_panels/criteria-panel.tsx";
import { DiscussionPanel } from "#app/(app)/projects/[slug]/stages/_panels/discussion-panel.tsx";
import { EntryNotice } from "#app/(app)/projects/[slug]/stages/_panels/entry-notice.tsx";
import { FactsCard, FactsLink } from "#app/(app)/projects/[slug]/stages/_panels/facts-card.tsx";
import { GateGlance } from "#app/(app)/projects/[slug]/stages/_panels/gate-glance.tsx";
import { GatePanel } from "#app/(app)/projects/[slug]/stages/_panels/gate-panel.tsx";
import { LockNotice, lockOf } from "#app/(app)/projects/[slug]/stages/_panels/lock-notice.tsx";
import { StageDocument } from "#app/(app)/projects/[slug]/stages/_panels/stage-document.tsx";
import { StageHead } from "#app/(app)/projects/[slug]/stages/_panels/stage-head.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { StageRail } from "#components/ui/shell/stage-rail.tsx";
import { can } from "#domain/permissions.ts";
import { classNames } from "#lib/class-names.ts";
import { now } from "#server/clock.ts";
import { listComments } from "#server/comments.ts";
import { listCriteria } from "#server/criteria.ts";
import { countFacts } from "#server/facts.ts";
import { listMembers } from "#server/members.ts";
import { getOrganisation } from "#server/organisation.ts";
import { getStageFacts, getStageView } from "#server/stage-view.ts";
import { BODIES } from "#stages/bodies.tsx";
import { measuredData } from "#stages/data-selection/measured.ts";
import { askedOf } from "#stages/form/asked.ts";
import { formFieldOf } from "#stages/form/form-field.ts";
import type { KnownAnswers } from "#stages/known.ts";
import { knownAnswers } from "#stages/known-answers.ts";
import { PANELS, WIDE_PANELS } from "#stages/panels.tsx";
import { proposalsFor } from "#stages/proposals.ts";
import { findStage, STAGES } from "#stages/registry.ts";

type StagePageProps = {
  params: Promise<{ slug: string; stage: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: StagePageProps): Promise<Metadata> {
  return { title: findStage((await params).stage)?.title ?? "Stage" };
}

export default async function StagePage({ params, searchParams }: StagePageProps) {
  const { slug, stage: key } = await params;
  const law = findStage(key);
  if (!law) notFound();
  const [session, access] = await Promise.all([currentSession(), readingProject(slug)]);
  const [view, comments, members, criteria, organisation, facts, counts] = await Promise.all([
    getStageView(access, key),
    listComments(access, key),
    listMembers(access),
    listCriteria(access),
    getOrganisation(),
    getStageFacts(access, key),
    countFacts(access),
  ]);
  const base = `/projects/${slug}`;
  const zone = session.user.timeZone;
  const at = now().toISOString();
  const lock = lockOf(view, access.roles, law.editors);
  const Body = BODIES[key];
  const Panel = PANELS[key];
  const wide = WIDE_PANELS.has(key);
  const panel = Panel && (
    <Panel access={access} facts={facts} currency={view.project.currency} zone={zone} asked={await searchParams} />
  );
  const people = members.map(({ userId, name }) => ({ value: userId, label: name }));
  return (
    <div className="grid items-start gap-x-6 gap-y-5 lg:grid-cols-[11.25rem_minmax(0,1fr)] xl:grid-cols-[11.25rem_minmax(0,1fr)_20rem]">
      <div className={classNames("min-w-0 lg:sticky lg:top-5 lg:col-start-1 lg:row-start-1", wide && "xl:row-end-3")}>
        <StageRail
          current={key}
          stages={STAGES.map((stage) => ({
            key: stage.key,
            title: stage.title,
            state: view.facts.states[stage.key] ?? "not_started",
            href: `${base}/stages/${stage.key}`,
          }))}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-5 lg:col-start-2 lg:row-start-1">
        <StageDocument
          place={{ slug, stage: key }}
          userId={session.user.id}
          draft={{ version: view.version, document: view.document, savedAt: view.savedAt, savedBy: view.savedBy }}
          asked={askedOf(law, view.document, view.facts)}
          fields={law.fields.map(formFieldOf)}
          readOnly={lock !== null}
          signed={view.signOffs.some((signOff) => signOff.current)}
          currency={view.project.currency}
          people={people}
          criteria={criteria.map((criterion) => ({ value: criterion.key, label: criterion.name }))}
          proposals={proposalsFor(key, facts)}
          known={linkedFrom(base, knownAnswers(key, facts))}
          zone={zone}
          head={
            <StageHead
              place={{ slug, stage: key }}
              view={view}
              people={people}
              zone={zone}
              now={at}
              mayPlan={can(access.roles, "stage.move")}
            />
          }
          locked={
            <>
              <EntryNotice slug={slug} entry={view.entry} now={at} zone={zone} />
              <GateGlance gate={view.gate} state={view.state} />
              <FactsLink stage={key} counts={counts} />
              {key === "success-criteria" && (
                <CriteriaPanel
                  base={base}
                  criteria={criteria}
                  mayEdit={can(access.roles, "criterion.edit")}
                  affectsPeople={view.facts.affectsPeople}
                />
              )}
              {lock && <LockNotice lock={lock} place={{ slug, stage: key }} />}
            </>
          }
        >
          {Body && (
            <Body
              discountAnnual={organisation.discountAnnual}
              npvReference={organisation.npvReference}
              measured={measuredData(facts, facts.documents["data-selection"])}
            />
          )}
        </StageDocument>
        <FactsCard base={base} stage={key} counts={counts} zone={zone} />
        <ByHand stage={key} slug={slug} roles={access.roles} facts={facts} />
        {!wide && panel}
      </div>
      {wide && <div className="flex min-w-0 flex-col gap-5 lg:col-start-2 xl:col-span-2 xl:row-start-2">{panel}</div>}
      <aside
        aria-label="Checklist, gate and discussion"
        className="grid min-w-0 gap-4 lg:col-start-2 lg:grid-cols-2 xl:col-start-3 xl:row-start-1 xl:grid-cols-1"
      >
        <ChecklistPanel
          place={{ slug, stage: key }}
          items={view.checklist}
          roles={access.roles}
          state={view.state}
          zone={zone}
        />
        <GatePanel place={{ slug, stage: key }} view={view} roles={access.roles} now={at} zone={zone} />
        <DiscussionPanel
          place={{ slug, stage: key }}
          comments={comments}
          mayComment={can(access.roles, "stage.comment")}
          now={at}
          zone={zone}
        />
      </aside>
    </div>
  );
}

/** The law names places within a project; a link needs the project too. */
function linkedFrom(base: string, known: KnownAnswers): KnownAnswers {
  return Object.fromEntries(
    Object.entries(known).map(([path, each]) => [path, { ...each, where: `${base}${each.where}` }]),
  );
}
