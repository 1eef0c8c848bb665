import type { Metadata } from "next";
import { FateCard } from "#app/(app)/projects/[slug]/settings/fate-card.tsx";
import { LifecycleCard } from "#app/(app)/projects/[slug]/settings/lifecycle-card.tsx";
import { ServiceTokens } from "#app/(app)/projects/[slug]/settings/service-tokens.tsx";
import { SettingsForm } from "#app/(app)/projects/[slug]/settings/settings-form.tsx";
import { SettingsTabs } from "#app/(app)/projects/[slug]/settings/settings-tabs.tsx";
import { WholeProject } from "#app/(app)/projects/[slug]/settings/whole-project.tsx";
import { currentSession } from "#app/actor.ts";
import { findAccess, readingProject } from "#app/project.ts";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { can, whoMay } from "#domain/permissions.ts";
import { timeZones } from "#lib/time-zone.ts";
import { getProject } from "#server/projects.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const access = await readingProject((await params).slug);
  const [project, managing, { user }] = await Promise.all([
    getProject(access),
    findAccess(access.slug, "token.manage"),
    currentSession(),
  ]);
  const tokens = <ServiceTokens slug={access.slug} access={managing} zone={user.timeZone} />;
  if (!can(access.roles, "project.edit"))
    return (
      <div className="flex flex-col gap-4">
        <SettingsTabs slug={access.slug} current="project" />
        <Notice tone="quiet" title="You can read this project">
          Its settings are changed by {whoMay("project.edit")}.
        </Notice>
        <LifecycleCard access={access} zone={user.timeZone} />
        {managing && tokens}
      </div>
    );
  const { slug, version, name, summary, tier, affectsPeople, currency, timeZone } = project;
  return (
    <div className="flex flex-col gap-4">
      <SettingsTabs slug={access.slug} current="project" />
      <Card title="Project">
        <SettingsForm
          key={version}
          slug={slug}
          version={version}
          tierNow={tier}
          affectsPeople={affectsPeople}
          initial={{ name, summary, tier: String(tier), currency, timeZone }}
          zones={timeZones()}
        />
      </Card>
      {tokens}
      <LifecycleCard access={access} zone={user.timeZone} />
      <WholeProject slug={slug} />
      <FateCard
        slug={slug}
        name={name}
        archived={project.archivedAt !== null}
        mayDelete={can(access.roles, "project.delete")}
      />
    </div>
  );
}
