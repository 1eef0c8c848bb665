import type { Metadata } from "next";
import Link from "next/link";
import { ReminderList } from "#app/(app)/inbox/reminder-list.tsx";
import { currentSession } from "#app/actor.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StageGlyph } from "#components/ui/stage-glyph.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { StageState } from "#domain/vocabulary.ts";
import { plural } from "#lib/format-size.ts";
import { authorizeOrg } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { listInbox } from "#server/inbox.ts";
import type { InboxItem, InboxKind } from "#server/inbox-item.ts";
import { listSilentChannels, mailIsNew, type SilentChannel } from "#server/own-channels.ts";
import { listReminders } from "#server/reminders.ts";

export const metadata: Metadata = { title: "Inbox" };

const GROUPS: readonly { title: string; kinds: readonly InboxKind[] }[] = [
  { title: "Waiting for your decision", kinds: ["sign-off"] },
  { title: "Something went wrong", kinds: ["alert", "flagged"] },
  { title: "Back with you", kinds: ["sent-back", "blocked"] },
];

const GLYPHS: Record<InboxKind, StageState> = {
  "sign-off": "in_review",
  alert: "needs_attention",
  flagged: "needs_attention",
  "sent-back": "in_progress",
  blocked: "blocked",
};

export default async function InboxPage() {
  const { actor, user } = await currentSession();
  const own = authorizeOrg(actor, "own.profile");
  const [items, reminders, silent, offerMail] = await Promise.all([
    listInbox(actor),
    listReminders(actor),
    listSilentChannels(own),
    mailIsNew(own),
  ]);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Inbox" note={items.length > 0 ? plural(items.length, "thing") : undefined} />
      {silent.map((channel) => (
        <Silence key={channel.id} {...channel} zone={user.timeZone} />
      ))}
      {items.length === 0 && reminders.length === 0 && (
        <Card>
          <EmptyState
            title="Nothing waits for you"
            action={<ButtonLink href="/portfolio">Go to the portfolio</ButtonLink>}
          >
            Sign-offs you are asked for, alerts of your projects and stages that come back to you appear here.
          </EmptyState>
        </Card>
      )}
      {GROUPS.map(({ title, kinds }) => {
        const group = items.filter(({ kind }) => kinds.includes(kind));
        return group.length > 0 ? <Group key={title} title={title} items={group} zone={user.timeZone} /> : null;
      })}
      <ReminderList reminders={reminders} zone={user.timeZone} />
      {offerMail && (
        <p className="no-print text-base text-ink-2">
          You need not look in here to know:{" "}
          <TextLink href="/profile/notifications/new?kind=email" prefetch={false}>
            get this by mail
          </TextLink>
          , once a day, and at once what is critical.
        </p>
      )}
    </div>
  );
}

function Silence({ id, name, because, since, zone }: SilentChannel & { zone: string }) {
  return (
    <Notice
      tone="warn"
      title={`News no longer reaches you by “${name}”`}
      action={
        <ButtonLink href={`/profile/notifications/${id}`} size="sm" prefetch={false}>
          Look at it
        </ButtonLink>
      }
    >
      Paused <RelativeTime at={since} now={now()} zone={zone} ago />. {because}
    </Notice>
  );
}

function Group({ title, items, zone }: { title: string; items: readonly InboxItem[]; zone: string }) {
  return (
    <Card title={title} note={String(items.length)} padded={false}>
      <ul>
        {items.map((item) => (
          <li
            key={`${item.kind}:${item.id}`}
            className="relative flex items-start gap-3 border-t border-rule px-4 py-3 hover:bg-sunken/50"
          >
            <StageGlyph state={GLYPHS[item.kind]} label={null} className="mt-0.5" />
            <div className="min-w-0 flex-1">
              <Link href={item.href} prefetch={false} className="font-semibold after:absolute after:inset-0">
                {item.title}
              </Link>
              <p className="text-sm text-pretty text-ink-2">{item.detail}</p>
            </div>
            <p className="shrink-0 text-right text-sm text-ink-2">
              <span className="block max-w-40 truncate font-medium text-ink">{item.project.name}</span>
              <RelativeTime at={item.since} now={now()} zone={zone} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
