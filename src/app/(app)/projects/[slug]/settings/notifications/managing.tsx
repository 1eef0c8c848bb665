import type { ReactNode } from "react";
import { type Home, projectHome } from "#app/(app)/notifications/channel-words.ts";
import { SettingsTabs } from "#app/(app)/projects/[slug]/settings/settings-tabs.tsx";
import { currentSession } from "#app/actor.ts";
import { findAccess, readingProject } from "#app/project.ts";
import { Notice } from "#components/ui/notice.tsx";
import { whoMay } from "#domain/permissions.ts";
import type { Access } from "#server/access.ts";

type Managing = { access: Access<"channel.manage">; home: Home; zone: string };

/** The pages of a project's channels, for those who may say where its news goes. */
export async function managing(slug: string, page: (managing: Managing) => ReactNode): Promise<ReactNode> {
  await readingProject(slug);
  const [access, { user }] = await Promise.all([findAccess(slug, "channel.manage"), currentSession()]);
  return (
    <div className="flex flex-col gap-4">
      <SettingsTabs slug={slug} current="notifications" />
      {access ? (
        page({ access, home: projectHome(slug), zone: user.timeZone })
      ) : (
        <Notice tone="quiet" title="You can read this project">
          Where its news goes is decided by {whoMay("channel.manage")}. Your own notifications stand in your profile.
        </Notice>
      )}
    </div>
  );
}
