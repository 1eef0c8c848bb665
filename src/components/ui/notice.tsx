import type { ReactNode } from "react";
import type { Tone } from "#components/ui/tag.tsx";
import { classNames } from "#lib/class-names.ts";

type NoticeProps = {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  id?: string;
  live?: boolean;
};

/** A message in the flow of the page. `live` where it appears after something that the reader did. */
export function Notice({ tone = "quiet", title, children, action, id, live = false }: NoticeProps) {
  return (
    <div
      id={id}
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
      className={classNames(
        "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-control px-3 py-2.5",
        TONES[tone],
      )}
    >
      <div className="min-w-0 text-base text-pretty">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}

const TONES: Record<Tone, string> = {
  good: "bg-good-tint text-good",
  warn: "bg-warn-tint text-warn",
  bad: "bg-bad-tint text-bad",
  quiet: "bg-quiet-tint text-quiet",
  review: "bg-note-tint text-note",
  info: "bg-info-tint text-info",
};
