import type { Metadata } from "next";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Logo } from "#components/ui/shell/logo.tsx";

export const metadata: Metadata = { title: "Nothing here" };

/** For addresses that no page has; within the application, its own page of this kind keeps the navigation. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col items-center justify-center gap-6 px-4 py-10">
      <Logo />
      <EmptyState
        alone
        title="There is nothing at this address"
        action={<ButtonLink href="/portfolio">Go to the portfolio</ButtonLink>}
      >
        It may have been mistyped, or what stood here was removed.
      </EmptyState>
    </main>
  );
}
