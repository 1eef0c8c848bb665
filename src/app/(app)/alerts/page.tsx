import type { Metadata } from "next";
import { AlertList } from "#app/(app)/alerts/alert-list.tsx";
import { currentSession } from "#app/actor.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SegmentedLinks } from "#components/ui/segmented.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { portfolioOf } from "#server/access.ts";
import { listVisibleAlerts } from "#server/open-alerts.ts";

export const metadata: Metadata = { title: "Alerts" };

type PageProps = { searchParams: Promise<{ show?: string; page?: string }> };

export default async function AlertsPage({ searchParams }: PageProps) {
  const { actor, user } = await currentSession();
  const { show: asked, page: pageText } = await searchParams;
  const show = asked === "resolved" ? "resolved" : "live";
  const page = Math.max(0, Math.floor(Number(pageText)) || 0);
  const alerts = await listVisibleAlerts(portfolioOf(actor), show, page);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Alerts"
        note={
          show === "live" ? "open and acknowledged, critical first, then the longest open" : "resolved, newest first"
        }
        actions={
          <SegmentedLinks
            label="Which alerts"
            items={[
              { label: "Live", href: "/alerts", current: show === "live" },
              { label: "Resolved", href: "/alerts?show=resolved", current: show === "resolved" },
            ]}
          />
        }
      />
      <Card padded={false} className="overflow-hidden [&_ul>li:first-child]:border-t-0">
        {alerts.items.length === 0 ? (
          <EmptyState title={show === "live" ? "No alert is open" : "No alert has been resolved yet"}>
            {show === "live"
              ? "An alert opens when a success criterion stays beyond its guardrail, and closes when the criterion recovers."
              : "Resolved alerts stay here, with the note on how they were resolved."}
          </EmptyState>
        ) : (
          <AlertList alerts={alerts.items} zone={user.timeZone} empty="" />
        )}
      </Card>
      {(alerts.more || page > 0) && (
        <ShowMore
          shown={alerts.items.length}
          noun="alerts"
          nextHref={alerts.more ? `/alerts?show=${show}&page=${page + 1}` : undefined}
        />
      )}
    </div>
  );
}
