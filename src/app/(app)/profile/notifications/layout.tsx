import type { ReactNode } from "react";
import { ProfileTabs } from "#app/(app)/profile/profile-tabs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";

export default function OwnNotificationsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Profile" />
      <ProfileTabs current="notifications" />
      {children}
    </div>
  );
}
