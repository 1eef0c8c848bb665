import type { Metadata } from "next";
import { AuditChange } from "#app/(app)/audit/audit-change.tsx";
import { AuditFilters } from "#app/(app)/audit/audit-filters.tsx";
import { type AuditAsked, auditHref, readAsked } from "#app/(app)/audit/query.ts";
import { currentSession } from "#app/actor.ts";
import { findAdministration } from "#app/administration.ts";
import { AdministratorsOnly } from "#app/administrators-only.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { formatDate, formatTime, formatUtc } from "#lib/format-date.ts";
import { listOrganisationActivity } from "#server/activity.ts";
import { activityWords } from "#server/activity-words.ts";
import { listAuditChoices, projectsOf } from "#server/audit-filters.ts";

export const metadata: Metadata = { title: "Audit log" };

type Line = Awaited<ReturnType<typeof listOrganisationActivity>>["items"][number];

export default async function AuditPage({ searchParams }: { searchParams: Promise<AuditAsked> }) {
  const access = await findAdministration();
  if (!access)
    return <AdministratorsOnly title="Audit log">Everything that was done here, by whom and when.</AdministratorsOnly>;
  const asked = await searchParams;
  const [{ user }, choices, { items, nextCursor }] = await Promise.all([
    currentSession(),
    listAuditChoices(access),
    listOrganisationActivity(access, readAsked(asked)),
  ]);
  const projects = await projectsOf(
    access,
    items.map(({ projectId }) => projectId),
  );
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Audit log"
        summary="Everything that was done here, by whom and when. Lines are only ever added."
      />
      <AuditFilters asked={asked} {...choices} />
      <Card padded={items.length === 0}>
        {items.length === 0 && (
          <EmptyState title="Nothing found" action={<TextLink href="/audit">Show everything</TextLink>}>
            Nothing was done that fits these filters.
          </EmptyState>
        )}
        {daysOf(items, user.timeZone).map(({ day, lines }) => (
          <section key={day} aria-label={day}>
            <h2 className="border-b border-rule bg-sunken/50 px-4 py-1.5 text-sm font-medium text-ink-2">{day}</h2>
            <ol>
              {lines.map((line) => (
                <AuditLine
                  key={line.id}
                  line={line}
                  zone={user.timeZone}
                  project={projects.get(line.projectId ?? "")}
                />
              ))}
            </ol>
          </section>
        ))}
      </Card>
      {(nextCursor || asked.after) && (
        <ShowMore
          shown={items.length}
          noun="lines"
          nextHref={nextCursor ? auditHref({ ...asked, after: nextCursor }) : undefined}
        />
      )}
    </div>
  );
}

type AuditLineProps = { line: Line; zone: string; project: { name: string; slug: string } | undefined };

function AuditLine({ line, zone, project }: AuditLineProps) {
  return (
    <li className="flex gap-3 border-b border-rule px-4 py-2.5 last:border-b-0">
      <time
        dateTime={line.at.toISOString()}
        title={formatUtc(line.at)}
        className="figures w-10 shrink-0 text-sm leading-5 text-ink-2"
      >
        {formatTime(line.at, zone)}
      </time>
      <div className="min-w-0 flex-1">
        <p className="text-pretty">
          {activityWords(line)} {line.importId && <Tag>Imported</Tag>}
        </p>
        {project && (
          <p className="text-sm text-ink-2">
            in <TextLink href={`/projects/${project.slug}`}>{project.name}</TextLink>
          </p>
        )}
        {line.reason && <p className="text-sm text-pretty text-ink-2">“{line.reason}”</p>}
        <AuditChange before={line.before} after={line.after} />
      </div>
    </li>
  );
}

function daysOf(lines: readonly Line[], zone: string): { day: string; lines: Line[] }[] {
  const days = new Map<string, Line[]>();
  for (const line of lines) {
    const day = formatDate(line.at, zone);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days].map(([day, ofDay]) => ({ day, lines: ofDay }));
}
