import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ChangeHistory } from "#app/(app)/projects/[slug]/criteria/change-history.tsx";
import { draftOf } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";
import { CriterionForm } from "#app/(app)/projects/[slug]/criteria/criterion-form.tsx";
import { groupChoices } from "#app/(app)/projects/[slug]/criteria/group-label.ts";
import { RemoveCriterion } from "#app/(app)/projects/[slug]/criteria/remove-criterion.tsx";
import { SignedNotice } from "#app/(app)/projects/[slug]/criteria/signed-notice.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { Card } from "#components/ui/card.tsx";
import { CriterionTag } from "#components/ui/criterion-tag.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { linkProblem } from "#domain/criterion-links.ts";
import { AppError } from "#domain/errors.ts";
import { can, whoMay } from "#domain/permissions.ts";
import { formatValue } from "#lib/format.ts";
import { now } from "#server/clock.ts";
import { getCriterion, listCriteria, listCriterionChanges } from "#server/criteria.ts";
import { listGroups } from "#server/groups.ts";
import { listMembers } from "#server/members.ts";
import { getStageView } from "#server/stage-view.ts";

export const metadata: Metadata = { title: "Criterion" };

export default async function CriterionPage({ params }: { params: Promise<{ slug: string; key: string }> }) {
  const { slug, key } = await params;
  const [session, access] = await Promise.all([currentSession(), readingProject(slug)]);
  const [criterion, criteria, changes, members, view, attributes] = await Promise.all([
    getCriterion(access, key).catch(asNotFound),
    listCriteria(access),
    listCriterionChanges(access, key),
    listMembers(access),
    getStageView(access, "success-criteria"),
    listGroups(access),
  ]);
  const mayEdit = can(access.roles, "criterion.edit");
  const people = members.map(({ userId, name }) => ({ value: userId, label: name }));
  const base = `/projects/${slug}`;
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex max-w-3xl min-w-0 flex-col gap-4">
        <div className="flex flex-col gap-1">
          <div className="flex flex-wrap items-center gap-2.5">
            <h2 className="text-lg font-[620] tracking-tight">{criterion.name}</h2>
            <CriterionTag state={criterion.state} />
            <span className="text-base text-ink-2">
              {criterion.value === null
                ? "Nothing measured yet"
                : `Now ${formatValue(criterion.value, criterion.unit)}`}
            </span>
          </div>
          <p className="flex flex-wrap gap-x-4 text-base">
            <TextLink href={`${base}/stages/success-criteria#criteria`}>All criteria</TextLink>
            <TextLink href={`${base}/monitoring#criterion-${key}`}>See it measured</TextLink>
          </p>
        </div>
        {mayEdit && <SignedNotice signOffs={view.signOffs} />}
        {!mayEdit && <Notice>You can read this criterion. Changing it takes {whoMay("criterion.edit")}.</Notice>}
        <CriterionForm
          slug={slug}
          existing={{ key, version: criterion.version }}
          initial={draftOf(criterion)}
          people={people}
          goals={criteria
            .filter((goal) => linkProblem({ ...criterion, supports: goal.key }, criteria) === null)
            .map((goal) => ({ value: goal.key, label: goal.name }))}
          groups={groupChoices(attributes)}
          readOnly={!mayEdit}
          aside={<RemoveCriterion slug={slug} criterionKey={key} name={criterion.name} />}
        />
      </div>
      <Card title="How it changed" aside={changes.length}>
        <ChangeHistory
          changes={changes}
          names={new Map(people.map(({ value, label }) => [value, label]))}
          now={now().toISOString()}
          zone={session.user.timeZone}
        />
      </Card>
    </div>
  );
}

function asNotFound(error: unknown): never {
  if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
  throw error;
}
