import type { Metadata } from "next";
import { RestoreButton } from "#app/(app)/trash/restore-button.tsx";
import { currentSession } from "#app/actor.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { portfolioOf } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { listPortfolio } from "#server/portfolio.ts";
import { RETENTION_DAYS } from "#server/projects.ts";

export const metadata: Metadata = { title: "Trash" };

export default async function TrashPage() {
  const { actor, user } = await currentSession();
  const { items } = await listPortfolio(portfolioOf(actor), { show: "deleted", sort: "updated", limit: 100 });
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Trash"
        summary={`Deleted projects stay here for ${RETENTION_DAYS} days and can be brought back by a lead or an administrator.`}
      />
      <Card padded={false}>
        {items.length === 0 ? (
          <EmptyState title="The trash is empty">A project that is deleted can be brought back from here.</EmptyState>
        ) : (
          <ul>
            {items.map((row) => (
              <li
                key={row.slug}
                className="flex flex-wrap items-center justify-between gap-3 border-t border-rule px-4 py-3 first:border-t-0"
              >
                <div>
                  <p className="font-semibold">{row.name}</p>
                  <p className="text-sm text-ink-2">
                    Deleted <RelativeTime at={row.updatedAt} now={now()} zone={user.timeZone} />
                  </p>
                </div>
                <RestoreButton slug={row.slug} name={row.name} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}
