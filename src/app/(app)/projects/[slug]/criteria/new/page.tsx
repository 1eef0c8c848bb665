import type { Metadata } from "next";
import { draftOf } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";
import { CriterionForm } from "#app/(app)/projects/[slug]/criteria/criterion-form.tsx";
import { groupChoices } from "#app/(app)/projects/[slug]/criteria/group-label.ts";
import { SignedNotice } from "#app/(app)/projects/[slug]/criteria/signed-notice.tsx";
import { STARTERS } from "#app/(app)/projects/[slug]/criteria/starters.ts";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { ErrorState } from "#components/ui/error-state.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { type CriterionInput, withCriterionDefaults } from "#domain/criteria.ts";
import { can, whoMay } from "#domain/permissions.ts";
import { listCriteria } from "#server/criteria.ts";
import { listGroups } from "#server/groups.ts";
import { listMembers } from "#server/members.ts";
import { getStageView } from "#server/stage-view.ts";

export const metadata: Metadata = { title: "Add a criterion" };

type NewCriterionProps = { params: Promise<{ slug: string }>; searchParams: Promise<{ start?: string }> };

const BLANK: CriterionInput = { key: "", name: "", kind: "business", direction: "gte", series: { name: "" } };

export default async function NewCriterionPage({ params, searchParams }: NewCriterionProps) {
  const [{ slug }, { start }] = await Promise.all([params, searchParams]);
  const [session, access] = await Promise.all([currentSession(), readingProject(slug)]);
  const back = `/projects/${slug}/stages/success-criteria#criteria`;
  if (!can(access.roles, "criterion.edit"))
    return (
      <ErrorState
        title="You can read the criteria, not add one"
        action={<TextLink href={back}>Back to the criteria</TextLink>}
      >
        That takes {whoMay("criterion.edit")}.
      </ErrorState>
    );
  const [members, view, criteria, attributes] = await Promise.all([
    listMembers(access),
    getStageView(access, "success-criteria"),
    listCriteria(access),
    listGroups(access),
  ]);
  const { action: _, ...starter } = STARTERS.find(({ kind }) => kind === start) ?? { action: "" };
  const unit = start === "business" ? `${view.project.currency}/month` : undefined;
  const input = { ...BLANK, owner: session.user.id, ...(unit && { unit }), ...starter };
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <div>
        <h2 className="text-lg font-[620] tracking-tight">Add a success criterion</h2>
        <p className="text-base text-pretty text-ink-2">
          A measured series with a target. The sentence below says what will be judged; change any word or number.
        </p>
      </div>
      <SignedNotice signOffs={view.signOffs} />
      <CriterionForm
        slug={slug}
        existing={null}
        initial={draftOf(withCriterionDefaults(input))}
        people={members.map(({ userId, name }) => ({ value: userId, label: name }))}
        goals={criteria.map((goal) => ({ value: goal.key, label: goal.name }))}
        groups={groupChoices(attributes)}
        readOnly={false}
      />
    </div>
  );
}
