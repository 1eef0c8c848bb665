import type { Metadata } from "next";
import { AlertList } from "#app/(app)/alerts/alert-list.tsx";
import { CriterionPicture } from "#app/(app)/projects/[slug]/criterion-picture.tsx";
import { AnnotateButton } from "#app/(app)/projects/[slug]/monitoring/annotate-button.tsx";
import { DriftSection } from "#app/(app)/projects/[slug]/monitoring/drift-section.tsx";
import { FireDrillButton } from "#app/(app)/projects/[slug]/monitoring/fire-drill-button.tsx";
import { MarkList } from "#app/(app)/projects/[slug]/monitoring/mark-list.tsx";
import { MonitorsCard } from "#app/(app)/projects/[slug]/monitoring/monitors-card.tsx";
import { ProposedMonitors } from "#app/(app)/projects/[slug]/monitoring/proposed-monitors.tsx";
import { RANGES, rangeOf } from "#app/(app)/projects/[slug]/ranges.ts";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SegmentedLinks } from "#components/ui/segmented.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { can } from "#domain/permissions.ts";
import { plural } from "#lib/format-size.ts";
import { listAlerts } from "#server/alerts.ts";
import { listMarks } from "#server/annotations.ts";
import { now } from "#server/clock.ts";
import { listCriteria } from "#server/criteria.ts";
import { criterionHistory } from "#server/criterion-history.ts";
import { listMonitorProposals } from "#server/monitor-proposals.ts";
import { listMonitorStates } from "#server/monitor-states.ts";
import { getStageFacts } from "#server/stage-view.ts";
import { answerWithinMinutes, fireDrill } from "#stages/monitoring/fire-drill.ts";
import { monitor } from "#stages/monitoring/monitor.ts";

export const metadata: Metadata = { title: "Monitoring" };

/** So many alerts stand open before the drift that explains them; the rest is folded, and found by its address. */
const SHOWN = 6;
const MOST_LIVE = 200;

type PageProps = { params: Promise<{ slug: string }>; searchParams: Promise<{ range?: string; weeks?: string }> };

export default async function MonitoringPage({ params, searchParams }: PageProps) {
  const access = await readingProject((await params).slug);
  const { user } = await currentSession();
  const { weeks, ...asked } = await searchParams;
  const range = rangeOf(asked.range, now());
  const base = `/projects/${access.slug}`;
  const [criteria, marks, live, all, facts] = await Promise.all([
    listCriteria(access),
    listMarks(access, range.from, range.to),
    listAlerts(access, { state: "live", limit: MOST_LIVE }),
    listAlerts(access, { limit: 20 }),
    getStageFacts(access, "monitoring"),
  ]);
  const [proposals, monitors] = await Promise.all([
    listMonitorProposals(access, facts),
    listMonitorStates(access, facts),
  ]);
  const histories = await Promise.all(criteria.map((criterion) => criterionHistory(access, criterion, range)));
  const breached = criteria.filter(({ state }) => state === "breached").length;
  const notes = marks.flatMap(({ annotationId: id, at, text }) => (id ? [{ id, at: at.toISOString(), text }] : []));
  const alerts = [...live.items, ...all.items.filter(({ state }) => state === "resolved")];
  const mayHandle = can(access.roles, "alert.handle");
  const mayAdd = can(access.roles, "fact.record") && access.roles.some((role) => monitor.writers.includes(role));
  const mayDrill = access.roles.some((role) => fireDrill.writers.includes(role));
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="flex items-center gap-2.5 text-lg font-semibold">
          Monitoring
          {breached > 0 && (
            <Tag tone="bad">
              {breached} of {criteria.length} criteria breached
            </Tag>
          )}
        </h2>
        <div className="no-print flex flex-wrap items-center gap-2.5">
          <SegmentedLinks
            label="Time range"
            items={RANGES.map(({ key, label }) => ({
              label,
              href: `${base}/monitoring?range=${key}${weeks ? `&weeks=${encodeURIComponent(weeks)}` : ""}`,
              current: key === range.key,
            }))}
          />
          {can(access.roles, "annotate") && <AnnotateButton slug={access.slug} />}
          {mayDrill && <FireDrillButton slug={access.slug} minutes={answerWithinMinutes(facts.tier)} />}
        </div>
      </div>
      {criteria.length === 0 && (
        <Card>
          <EmptyState
            title="Nothing is measured yet"
            action={
              <ButtonLink href={`${base}/stages/success-criteria#criteria`}>Go to the success criteria</ButtonLink>
            }
          >
            Agree on criteria in stage 2 and send points to their series; each then has its chart here.
          </EmptyState>
        </Card>
      )}
      <div className="grid gap-4 xl:grid-cols-2">
        {criteria.map((criterion, at) => (
          <CriterionPicture
            key={criterion.key}
            criterion={criterion}
            history={histories[at] ?? []}
            marks={marks}
            range={range}
            zone={user.timeZone}
            csvBase={`${base}/monitoring`}
          />
        ))}
      </div>
      <Card
        title="Alerts"
        aside={live.nextCursor ? `more than ${MOST_LIVE} open alerts` : plural(live.items.length, "open alert")}
        padded={false}
      >
        <AlertList
          alerts={alerts.map((alert) => ({ ...alert, project: null, slug: access.slug, mayHandle }))}
          zone={user.timeZone}
          most={SHOWN}
          empty="No alert has opened in this project."
        />
      </Card>
      <DriftSection access={access} facts={facts} zone={user.timeZone} weeks={weeks} range={range.key} />
      <MonitorsCard slug={access.slug} monitors={monitors} zone={user.timeZone} />
      <ProposedMonitors slug={access.slug} proposals={proposals} mayAdd={mayAdd} />
      {notes.length > 0 && (
        <Card title="Marks on the charts" aside={notes.length} padded={false}>
          <MarkList
            slug={access.slug}
            marks={notes.toReversed()}
            zone={user.timeZone}
            mayRemove={can(access.roles, "annotate")}
          />
        </Card>
      )}
    </div>
  );
}
