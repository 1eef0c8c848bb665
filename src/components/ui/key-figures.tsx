import Link from "next/link";
import type { ReactNode } from "react";

export type KeyFigure = {
  value: ReactNode;
  label: string;
  href?: string | undefined;
  note?: ReactNode;
  /** What the note leaves out, on hover. */
  title?: string | undefined;
};

/** The row of figures that a page opens with. Figures with an address lead to the rows behind them. */
export function KeyFigures({ label, figures }: { label: string; figures: readonly KeyFigure[] }) {
  return (
    <dl
      aria-label={label}
      className="grid grid-cols-2 overflow-hidden rounded-card border border-rule bg-surface sm:grid-cols-3 lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none"
    >
      {figures.map((figure) => (
        <div
          key={figure.label}
          className="relative -mt-px -ml-px flex flex-col-reverse justify-end border-t border-l border-rule px-4 py-3"
        >
          <dt className="text-sm text-ink-2">
            {figure.href ? (
              <Link href={figure.href} prefetch={false} className="after:absolute after:inset-0 hover:text-ink">
                {figure.label}
              </Link>
            ) : (
              figure.label
            )}
            {figure.note}
          </dt>
          <dd className="figures text-xl font-[620] tracking-tight">{figure.value}</dd>
        </div>
      ))}
    </dl>
  );
}
