import type { Metadata } from "next";
import { PasswordForm } from "#app/(app)/profile/password-form.tsx";
import { ProfileForm } from "#app/(app)/profile/profile-form.tsx";
import { ProfileTabs } from "#app/(app)/profile/profile-tabs.tsx";
import { SessionList } from "#app/(app)/profile/session-list.tsx";
import { type Theme, ThemeChoice } from "#app/(app)/profile/theme-choice.tsx";
import { currentSession } from "#app/actor.ts";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { deviceName } from "#lib/device-name.ts";
import { timeZones } from "#lib/time-zone.ts";
import { authorizeOrg } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { listSessions } from "#server/profile.ts";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const { actor, user, sessionId } = await currentSession();
  const sessions = await listSessions(authorizeOrg(actor, "own.profile"));
  const lines = sessions.map((session) => ({
    id: session.id,
    device: deviceName(session.device),
    address: session.address,
    here: session.id === sessionId,
    used: (
      <>
        last used <RelativeTime ago at={session.usedAt} now={now()} zone={user.timeZone} />
      </>
    ),
  }));
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <PageHeader title="Profile" />
      <ProfileTabs current="profile" />
      <Card title="You">
        <ProfileForm name={user.name} email={user.email} timeZone={user.timeZone} zones={timeZones()} />
      </Card>
      <Card title="Theme" note="On this device and where you sign in next">
        <ThemeChoice theme={themeOf(user.theme)} />
      </Card>
      <Card title="Password">
        <PasswordForm />
      </Card>
      <Card title="Where you are signed in" note="A session ends after a week without use, and after 30 days">
        <SessionList sessions={lines} />
      </Card>
    </div>
  );
}

function themeOf(stored: string): Theme {
  return stored === "light" || stored === "dark" ? stored : "system";
}
