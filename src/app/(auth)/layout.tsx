import type { ReactNode } from "react";
import { Logo } from "#components/ui/shell/logo.tsx";

/** The frame of the pages before the sign-in: the name, and one narrow column. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10">
      <Logo />
      {children}
    </main>
  );
}
