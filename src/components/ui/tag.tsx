import type { ReactNode } from "react";
import { classNames } from "#lib/class-names.ts";

export type Tone = "good" | "warn" | "bad" | "quiet" | "review" | "info";

type TagProps = { tone?: Tone | "plain"; children: ReactNode; title?: string | undefined; className?: string };

/** A state in one or two words, on its tint. `plain` is an outlined pill for facts that carry no state, such as the tier. */
export function Tag({ tone = "plain", children, title, className }: TagProps) {
  return (
    <span
      data-state={tone}
      title={title}
      className={classNames(
        "inline-flex shrink-0 items-center gap-1 text-xs whitespace-nowrap",
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

const TINTED = "rounded-md px-1.5 py-0.5 font-semibold";

const TONES: Record<Tone | "plain", string> = {
  plain: "rounded-full border border-edge bg-surface px-2 py-px font-medium text-ink",
  good: `${TINTED} bg-good-tint text-good`,
  warn: `${TINTED} bg-warn-tint text-warn`,
  bad: `${TINTED} bg-bad-tint text-bad`,
  quiet: `${TINTED} bg-quiet-tint text-quiet`,
  review: `${TINTED} bg-note-tint text-note`,
  info: `${TINTED} bg-info-tint text-info`,
};
