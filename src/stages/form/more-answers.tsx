"use client";

import type { ReactNode } from "react";
import { useFormPart, useFormSurroundings } from "#stages/form/form-context.tsx";

/** The answers that nobody asks of this project yet, folded away. */
export function MoreAnswers({ children }: { children: ReactNode }) {
  const { shownFirst } = useFormSurroundings();
  const count = useFormPart(
    (state) => Object.entries(state.asked).filter(([path, how]) => how === "optional" && !shownFirst.has(path)).length,
  );
  if (count === 0) return null;
  return (
    <details className="group rounded-card border border-rule bg-surface open:pb-4">
      <summary className="flex list-none items-center gap-2 rounded-card px-4 py-3 text-base font-semibold hover:bg-sunken/50">
        <svg
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          aria-hidden="true"
          className="size-3.5 text-ink-2 transition-transform duration-100 group-open:rotate-90"
        >
          <path d="m6 4 4 4-4 4" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
        More, when you want it <span className="figures font-normal text-ink-2">({count})</span>
      </summary>
      <div className="flex flex-col gap-5 px-4 pt-2">{children}</div>
    </details>
  );
}
