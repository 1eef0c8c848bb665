import type { Metadata } from "next";
import { ReminderList } from "#app/(app)/inbox/reminder-list.tsx";
import { ActivityCard } from "#app/(app)/projects/[slug]/activity-card.tsx";
import { CriteriaCard } from "#app/(app)/projects/[slug]/criteria-card.tsx";
import { FlowCard } from "#app/(app)/projects/[slug]/flow-card.tsx";
import { HealthCard } from "#app/(app)/projects/[slug]/health-card.tsx";
import { NextCard } from "#app/(app)/projects/[slug]/next-card.tsx";
import { OutcomeCard } from "#app/(app)/projects/[slug]/outcome-card.tsx";
import { SolutionCard } from "#app/(app)/projects/[slug]/solution-card.tsx";
import { TimeCard } from "#app/(app)/projects/[slug]/time-card.tsx";
import { WheelCard } from "#app/(app)/projects/[slug]/wheel-card.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { StageLine } from "#components/ui/shell/stage-line.tsx";
import { formatDays } from "#lib/format-size.ts";
import { getProjectOverview, type ProjectOverview } from "#server/project-overview.ts";
import { listReminders } from "#server/reminders.ts";

type PageProps = { params: Promise<{ slug: string }>; searchParams: Promise<{ range?: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const access = await readingProject((await params).slug);
  return { title: access.slug };
}

export default async function ProjectPage({ params, searchParams }: PageProps) {
  const access = await readingProject((await params).slug);
  const { actor, user } = await currentSession();
  const overview = await getProjectOverview(access);
  const base = `/projects/${access.slug}`;
  return (
    <div className="flex flex-col gap-4">
      <StageLine
        stages={overview.stages.map((stage) => ({
          ...stage,
          href: `${base}/stages/${stage.key}`,
          note: noteOf(stage),
        }))}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
          <CriteriaCard base={base} criteria={overview.criteria} />
          <OutcomeCard access={access} base={base} criteria={overview.criteria} range={(await searchParams).range} />
          {/* On a phone what comes next and how it stands go before the history. */}
          <div className="flex min-w-0 flex-col gap-4 max-lg:order-1">
            <WheelCard overview={overview} base={base} zone={user.timeZone} />
            <SolutionCard overview={overview} base={base} zone={user.timeZone} />
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <NextCard access={access} overview={overview} base={base} />
          <ReminderList
            reminders={(await listReminders(actor)).filter(({ project }) => project?.slug === access.slug)}
            zone={user.timeZone}
            named={false}
          />
          <HealthCard overview={overview} zone={user.timeZone} />
          <TimeCard overview={overview} base={base} zone={user.timeZone} />
          <ActivityCard base={base} events={overview.activity} />
        </div>
      </div>
      <FlowCard overview={overview} base={base} zone={user.timeZone} />
    </div>
  );
}

function noteOf({ state, activeDays }: ProjectOverview["stages"][number]): string | undefined {
  if (state === "not_started") return undefined;
  if (state === "not_applicable") return "set aside";
  return formatDays(activeDays);
}
