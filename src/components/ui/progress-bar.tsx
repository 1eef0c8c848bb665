import type { Tone } from "#components/ui/tag.tsx";
import { classNames } from "#lib/class-names.ts";

type ProgressBarProps = {
  /** 0..1; null is drawn as an empty track. */
  value: number | null;
  label: string;
  tone?: Extract<Tone, "good" | "warn" | "bad" | "info"> | "ink";
  width?: number | undefined;
};

export function ProgressBar({ value, label, tone = "good", width }: ProgressBarProps) {
  const share = Math.min(1, Math.max(0, value ?? 0));
  return (
    <span
      role="img"
      aria-label={label}
      style={width ? { width } : undefined}
      className={classNames("inline-block h-[5px] overflow-hidden rounded-full bg-rule", !width && "w-full")}
    >
      <span style={{ width: `${share * 100}%` }} className={classNames("block h-full rounded-full", FILLS[tone])} />
    </span>
  );
}

const FILLS = { good: "bg-done", warn: "bg-warn", bad: "bg-attention", info: "bg-progress", ink: "bg-ink" } as const;
