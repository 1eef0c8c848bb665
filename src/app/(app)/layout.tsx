import type { ReactNode } from "react";
import { SignOutButton } from "#app/(app)/sign-out-button.tsx";
import { currentSession } from "#app/actor.ts";
import { AppShell } from "#components/ui/shell/app-shell.tsx";
import { shellFigures } from "#server/shell.ts";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const { actor, user } = await currentSession();
  const figures = await shellFigures(actor);
  return (
    <AppShell
      person={{ id: actor.userId, name: actor.name, email: user.email }}
      navigation={{ ...figures, isAdmin: actor.isAdmin }}
      signOut={<SignOutButton />}
    >
      {children}
    </AppShell>
  );
}
