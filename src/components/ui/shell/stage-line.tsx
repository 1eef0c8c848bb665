import Link from "next/link";
import { STAGE_STATE_NAMES, StageGlyph } from "#components/ui/stage-glyph.tsx";
import type { StageState } from "#domain/vocabulary.ts";
import { classNames } from "#lib/class-names.ts";

export type StageStop = {
  key: string;
  title: string;
  state: StageState;
  href: string;
  /** "12 d", "now"; how long it took or where it is. */
  note?: string | undefined;
};

type StageLineProps = { stages: readonly StageStop[]; label?: string };

/** The whole path as one line. On narrow screens it scrolls sideways. */
export function StageLine({ stages, label = "Stages" }: StageLineProps) {
  return (
    <nav
      aria-label={label}
      className="relative overflow-x-auto print:overflow-visible rounded-card border border-rule bg-surface"
    >
      <ol className="flex min-w-max px-4 py-3 print:min-w-0 print:flex-wrap print:gap-y-2">
        {stages.map((stage, position) => (
          <li key={stage.key} className="relative w-[7.25rem] flex-1 last:flex-none">
            {position < stages.length - 1 && <Track reached={stage.state === "done"} />}
            <Link
              href={stage.href}
              prefetch={false}
              className="group flex w-fit max-w-full flex-col rounded-md pr-2 after:absolute after:inset-y-0 after:left-0 after:w-full"
            >
              <StageGlyph state={stage.state} size={17} label={null} />
              <span className="sr-only">{STAGE_STATE_NAMES[stage.state]}: </span>
              <span className="mt-2 text-sm font-semibold [overflow-wrap:normal] group-hover:underline print:text-[7.5pt]">
                {stage.title}
              </span>
              <span className="figures min-h-4 text-xs text-ink-2">{stage.note}</span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Track({ reached }: { reached: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "absolute top-2 right-3 left-[1.625rem] h-0.5 rounded-full",
        reached ? "bg-done" : "bg-rule",
      )}
    />
  );
}
