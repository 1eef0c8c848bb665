import type { Metadata } from "next";
import { ChannelList } from "#app/(app)/notifications/channel-list.tsx";
import { ownChannels } from "#app/(app)/profile/notifications/own.ts";
import { Notice } from "#components/ui/notice.tsx";
import { listChannels } from "#server/channels.ts";
import { mailIsConfigured } from "#server/mail.ts";

export const metadata: Metadata = { title: "Your notifications" };

export default async function OwnNotificationsPage() {
  const { access, home, zone } = await ownChannels();
  const channels = await listChannels(access);
  return (
    <>
      <ChannelList
        {...{ home, zone, channels }}
        kinds={mailIsConfigured() ? ["email", "slack"] : ["slack"]}
        title="Your notifications"
        note="Of the projects where you are a member, what concerns you"
        purpose="What asks you to do something comes to you: a stage that waits for your signature, an alert, something that ends soon. You choose what, when, and of which projects."
      />
      {!mailIsConfigured() && (
        <Notice tone="quiet">This installation sends no mail: whoever runs it can set SMTP_URL.</Notice>
      )}
    </>
  );
}
