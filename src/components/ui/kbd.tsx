import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="rounded-sm border border-edge bg-sunken px-1 font-sans text-xs text-ink-2">{children}</kbd>;
}
