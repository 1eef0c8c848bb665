import type { ReactNode } from "react";
import { LIFECYCLE_NAMES } from "#app/(app)/projects/[slug]/lifecycle-words.ts";
import { RestNotice } from "#app/(app)/projects/[slug]/rest-notice.tsx";
import { StarButton } from "#app/(app)/projects/[slug]/star-button.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { Notice } from "#components/ui/notice.tsx";
import { ProjectHeader } from "#components/ui/shell/project-header.tsx";
import { isResting } from "#domain/lifecycle.ts";
import { can } from "#domain/permissions.ts";
import type { Access } from "#server/access.ts";
import { getProjectHeading } from "#server/project-overview.ts";
import { isStarred } from "#server/stars.ts";

type LayoutProps = { children: ReactNode; params: Promise<{ slug: string }> };

export default async function ProjectLayout({ children, params }: LayoutProps) {
  const access = await readingProject((await params).slug);
  const [{ project, people, openAlerts, standing }, starred, { user }] = await Promise.all([
    getProjectHeading(access),
    isStarred(access),
    currentSession(),
  ]);
  const facts = [
    `Tier ${project.tier}`,
    ...(standing ? [MATURITY_TAGS[standing.maturity] ?? standing.maturity] : []),
    ...(isResting(standing?.lifecycle ?? "") ? [LIFECYCLE_NAMES[standing?.lifecycle ?? ""] ?? ""] : []),
    ...(project.affectsPeople ? ["Affects people"] : []),
    ...(project.archivedAt ? ["Archived"] : []),
  ];
  return (
    <div className="flex flex-col gap-5">
      <ProjectHeader
        project={{ slug: project.slug, name: project.name, summary: project.summary, facts, people, openAlerts }}
        canChangeSettings={hasSettings(access)}
        actions={<StarButton slug={project.slug} starred={starred} />}
      />
      {project.archivedAt && (
        <Notice tone="quiet" title="This project is archived">
          It stays readable and is left out of the portfolio. It can be taken back under Settings.
        </Notice>
      )}
      {standing && isResting(standing.lifecycle) && (
        <RestNotice access={access} resting={standing.lifecycle} zone={user.timeZone} />
      )}
      {children}
    </div>
  );
}

const MATURITY_TAGS: Readonly<Record<string, string>> = {
  idea: "Idea",
  poc: "Proof of concept",
  pilot: "Pilot",
  production: "Production",
};

/** Those who may change something there: the project, its tokens, or as an administrator its fate. */
function hasSettings({ actor, roles }: Access<"project.read">): boolean {
  const administers = actor.kind === "person" && actor.isAdmin;
  return administers || can(roles, "project.edit") || can(roles, "token.manage");
}
