import type { ReactNode } from "react";
import { AvatarGroup, type Person } from "#components/ui/avatar.tsx";
import { LinkTabs, type TabLink } from "#components/ui/link-tabs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Tag } from "#components/ui/tag.tsx";

export type ProjectHeading = {
  slug: string;
  name: string;
  summary?: string | null | undefined;
  /** Plain facts beside the title: "Tier 3", "High risk", "Iteration 3: model", "Archived". */
  facts: readonly string[];
  people: readonly Person[];
  openAlerts?: number | undefined;
};

type ProjectHeaderProps = { project: ProjectHeading; actions?: ReactNode; canChangeSettings?: boolean };

/** The head of every page of a project, with the line of its pages. */
export function ProjectHeader({ project, actions, canChangeSettings = true }: ProjectHeaderProps) {
  return (
    <div className="flex flex-col gap-3">
      <PageHeader
        crumbs={[{ label: "Portfolio", href: "/portfolio" }, { label: project.name }]}
        title={project.name}
        tags={project.facts.map((fact) => <Tag key={fact}>{fact}</Tag>)}
        summary={project.summary}
        actions={
          <>
            <AvatarGroup people={project.people} />
            {actions}
          </>
        }
      />
      <LinkTabs label={project.name} tabs={tabsOf(project, canChangeSettings)} />
    </div>
  );
}

/** Pages that show what stages recorded. */
const OF_STAGES = ["facts", "datasheets", "model-cards", "training-runs"];

function tabsOf({ slug, openAlerts }: ProjectHeading, canChangeSettings: boolean): TabLink[] {
  const base = `/projects/${slug}`;
  const tabs: TabLink[] = [
    { label: "Overview", href: base },
    { label: "Stages", href: `${base}/stages`, deep: true, also: OF_STAGES.map((page) => `${base}/${page}`) },
    { label: "Monitoring", href: `${base}/monitoring`, deep: true, count: openAlerts },
    { label: "Activity", href: `${base}/activity` },
    { label: "Documents", href: `${base}/documents`, deep: true, also: [`${base}/canvas`] },
    { label: "Connect", href: `${base}/connect`, also: [`${base}/inbound`] },
    { label: "Members", href: `${base}/members` },
  ];
  return canChangeSettings ? [...tabs, { label: "Settings", href: `${base}/settings`, deep: true }] : tabs;
}
