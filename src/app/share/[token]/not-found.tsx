import { EmptyState } from "#components/ui/empty-state.tsx";
import { Logo } from "#components/ui/shell/logo.tsx";

/** The same for a link that never was, has ended or was revoked: nobody learns which. */
export default function NoSuchLink() {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col items-center justify-center gap-6 px-4 py-10">
      <Logo />
      <EmptyState alone title="This link shows nothing">
        It may have ended or been taken back, or its address is not complete. Ask the person who gave it to you.
      </EmptyState>
    </main>
  );
}
