import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "#components/ui/shell/logo.tsx";
import { PhoneBar } from "#components/ui/shell/phone-bar.tsx";
import { ProfileMenu, type ShellPerson } from "#components/ui/shell/profile-menu.tsx";
import { type ShellNavigation, SidebarNav } from "#components/ui/shell/sidebar-nav.tsx";
import { MAIN_ID, SkipLink } from "#components/ui/skip-link.tsx";
import { ToastRegion } from "#components/ui/toast-region.tsx";

type AppShellProps = {
  person: ShellPerson;
  navigation: ShellNavigation;
  signOut: ReactNode;
  /** A line above the page for the whole workspace, such as "This is a demo". */
  banner?: ReactNode;
  children: ReactNode;
};

/** The frame of every page behind the sign-in. It is given what it shows and fetches nothing. */
export function AppShell({ person, navigation, signOut, banner, children }: AppShellProps) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[13.25rem_minmax(0,1fr)] print:block">
      <SkipLink />
      <PhoneBar brand={<Brand />}>
        <SidebarNav {...navigation} />
        <div className="mt-auto">
          <ProfileMenu person={person} signOut={signOut} id="profile-menu-phone" />
        </div>
      </PhoneBar>
      <aside className="no-print hidden border-r border-rule bg-side md:block">
        <div className="sticky top-0 flex h-dvh flex-col overflow-y-auto px-2.5 pt-4 pb-2.5">
          <div className="px-2 pb-3">
            <Brand />
          </div>
          <SidebarNav {...navigation} />
          <div className="mt-auto pt-4">
            <ProfileMenu person={person} signOut={signOut} id="profile-menu" />
          </div>
        </div>
      </aside>
      <main id={MAIN_ID} tabIndex={-1} className="min-w-0 px-4 py-4 outline-none md:px-7 md:py-5">
        {banner}
        <div className="mx-auto max-w-[90rem]">{children}</div>
      </main>
      <ToastRegion />
    </div>
  );
}

function Brand() {
  return (
    <Link href="/portfolio" prefetch={false} className="inline-flex min-h-6 items-center rounded-md">
      <Logo />
    </Link>
  );
}
