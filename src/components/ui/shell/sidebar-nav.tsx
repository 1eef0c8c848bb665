import type { ReactNode } from "react";
import { NavLink } from "#components/ui/shell/nav-link.tsx";

export type ShellNavigation = {
  inboxCount: number;
  alertCount: number;
  starred: readonly { slug: string; name: string }[];
  isAdmin: boolean;
};

/** Where one can go. The same list stands in the sidebar and in the phone's sheet. */
export function SidebarNav({ inboxCount, alertCount, starred, isAdmin }: ShellNavigation) {
  return (
    <nav aria-label="Main" className="flex flex-col gap-4">
      <NavGroup>
        <NavLink href="/inbox" label="Inbox" count={inboxCount} countLabel="waiting for you" />
        <NavLink href="/portfolio" label="Portfolio" />
        <NavLink href="/alerts" label="Alerts" count={alertCount} countLabel="open" />
      </NavGroup>
      {starred.length > 0 && (
        <NavGroup label="Starred">
          {starred.map(({ slug, name }) => (
            <NavLink key={slug} href={`/projects/${slug}`} label={name} />
          ))}
        </NavGroup>
      )}
      <NavGroup label="Workspace">
        <NavLink href="/people" label="People" />
        <NavLink href="/tokens" label="API tokens" />
        {isAdmin && <NavLink href="/audit" label="Audit log" />}
        {isAdmin && <NavLink href="/jobs" label="Jobs" />}
        {isAdmin && <NavLink href="/trash" label="Trash" />}
      </NavGroup>
    </nav>
  );
}

function NavGroup({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      {label && <p className="px-2 pb-1 text-sm text-ink-2">{label}</p>}
      {children}
    </div>
  );
}
