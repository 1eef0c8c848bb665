import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatDate } from "#lib/format-date.ts";
import type { Reminder } from "#server/reminders.ts";

type ReminderListProps = {
  reminders: readonly Reminder[];
  zone: string /** On a project's page its name is known. */;
  named?: boolean;
};

const SHOWN = 8;

/** What ends by itself if nobody does anything: the day in words first, the soonest on top. */
export function ReminderList({ reminders, zone, named = true }: ReminderListProps) {
  if (reminders.length === 0) return null;
  return (
    <Card title="Ends soon" note={String(reminders.length)} padded={false}>
      <Reminders {...{ zone, named }} reminders={reminders.slice(0, SHOWN)} />
      {reminders.length > SHOWN && (
        <details>
          <summary className="cursor-pointer list-none border-t border-rule px-4 py-2.5 text-base font-medium text-ink-2 underline underline-offset-2 hover:text-ink">
            {reminders.length - SHOWN} more
          </summary>
          <Reminders {...{ zone, named }} reminders={reminders.slice(SHOWN)} />
        </details>
      )}
    </Card>
  );
}

function Reminders({ reminders, zone, named = true }: ReminderListProps) {
  return (
    <ul>
      {reminders.map((reminder) => (
        <li
          key={reminder.id}
          className="relative flex flex-wrap items-baseline gap-x-3 gap-y-1 border-t border-rule px-4 py-2.5 hover:bg-sunken/50"
        >
          <Link
            href={reminder.href}
            prefetch={false}
            className="min-w-40 flex-1 font-semibold wrap-anywhere after:absolute after:inset-0"
          >
            {reminder.title}
          </Link>
          <Tag tone={reminder.expired ? "bad" : "warn"} title={formatDate(reminder.until, zone)}>
            {reminder.words}
          </Tag>
          {named && (
            <span className="w-40 truncate text-right text-sm text-ink-2 max-sm:w-full max-sm:text-left">
              {reminder.project?.name ?? "Yours"}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
