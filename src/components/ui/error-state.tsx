import type { ReactNode } from "react";

type ErrorStateProps = { title: string; children?: ReactNode; action?: ReactNode; requestId?: string | undefined };

/** Says what went wrong and what to change; the request id lets an administrator find the log line. */
export function ErrorState({ title, children, action, requestId }: ErrorStateProps) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-2 px-4 py-12">
      <h1 className="text-xl font-[620] tracking-tight">{title}</h1>
      {children && <div className="text-base text-pretty text-ink-2">{children}</div>}
      {requestId && <p className="font-mono text-sm text-ink-2">{requestId}</p>}
      {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
