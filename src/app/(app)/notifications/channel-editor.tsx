import { draftOf, newDraft } from "#app/(app)/notifications/channel-draft.ts";
import { ChannelForm } from "#app/(app)/notifications/channel-form.tsx";
import { type Home, KIND_NAMES } from "#app/(app)/notifications/channel-words.ts";
import { orNotFound } from "#app/(app)/notifications/or-not-found.ts";
import { Card } from "#components/ui/card.tsx";
import { timeZones } from "#lib/time-zone.ts";
import type { ChannelKind } from "#server/channel-shape.ts";
import { type ChannelAccess, getChannel } from "#server/channels.ts";

type About = {
  home: Home;
  /** A person's own channels: their mail, and the projects that can be silent. */
  own?: { email: string; projects: readonly { id: string; name: string }[] };
};

export function NewChannel({ home, own, kind, zone }: About & { kind: ChannelKind; zone: string }) {
  return (
    <Card
      title={
        kind === "email" && own
          ? "Get it by mail"
          : `Add ${kind === "slack" ? "Slack" : KIND_NAMES[kind].toLowerCase()}`
      }
    >
      <ChannelForm
        {...{ home, kind }}
        initial={newDraft(kind, own !== undefined, zone)}
        ownMail={kind === "email" ? own?.email : undefined}
        projects={own?.projects ?? []}
        zones={timeZones()}
      />
    </Card>
  );
}

export async function EditChannel({ home, own, access, id }: About & { access: ChannelAccess; id: string }) {
  const channel = await orNotFound(getChannel(access, id));
  const { kind, version, shown } = channel;
  return (
    <Card title={channel.name} note={KIND_NAMES[kind]}>
      <ChannelForm
        key={version}
        {...{ home, kind }}
        initial={draftOf(channel)}
        standing={{ id, version, shown }}
        ownMail={kind === "email" ? own?.email : undefined}
        projects={own?.projects ?? []}
        zones={timeZones()}
      />
    </Card>
  );
}
