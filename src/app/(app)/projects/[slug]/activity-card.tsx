import { runsOf } from "#app/(app)/projects/[slug]/activity-runs.ts";
import { currentSession } from "#app/actor.ts";
import { Card } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { activityWords } from "#server/activity-words.ts";
import { now } from "#server/clock.ts";
import type { ProjectOverview } from "#server/project-overview.ts";

const SHOWN = 8;

export async function ActivityCard({ base, events }: { base: string; events: ProjectOverview["activity"] }) {
  const { user } = await currentSession();
  return (
    <Card title="Activity" aside={<TextLink href={`${base}/activity`}>All</TextLink>}>
      <ul className="flex flex-col gap-2">
        {runsOf(events, activityWords)
          .slice(0, SHOWN)
          .map(({ newest: event, times }) => (
            <li key={event.id} className="grid grid-cols-[3.75rem_minmax(0,1fr)] gap-2 text-base">
              <RelativeTime at={event.at} now={now()} zone={user.timeZone} className="text-ink-2" />
              <span className="text-pretty">
                {activityWords(event)}
                {times > 1 && <span className="text-ink-2">, {times} times</span>}
              </span>
            </li>
          ))}
      </ul>
    </Card>
  );
}
