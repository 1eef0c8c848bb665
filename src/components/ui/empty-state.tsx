import type { ReactNode } from "react";

type EmptyStateProps = {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Where it is the whole page, and its title the page's. */
  alone?: boolean;
};

/** An empty page says what it is for and offers the first step. */
export function EmptyState({ title, children, action, alone = false }: EmptyStateProps) {
  const Title = alone ? "h1" : "p";
  return (
    <div className="flex flex-col items-center gap-1.5 px-6 py-10 text-center">
      <Title className="text-md font-semibold">{title}</Title>
      {children && <div className="max-w-md text-base text-pretty text-ink-2">{children}</div>}
      {action && <div className="mt-2.5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
