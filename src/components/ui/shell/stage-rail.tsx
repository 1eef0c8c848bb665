import Link from "next/link";
import type { StageStop } from "#components/ui/shell/stage-line.tsx";
import { STAGE_STATE_NAMES, StageGlyph } from "#components/ui/stage-glyph.tsx";
import { classNames } from "#lib/class-names.ts";

type StageRailProps = { stages: readonly StageStop[]; current: string; label?: string };

/** The path as a list beside a stage; on narrow screens a row that scrolls sideways. */
export function StageRail({ stages, current, label = "Stages" }: StageRailProps) {
  return (
    <nav aria-label={label} className="no-print relative -mx-1 overflow-x-auto px-1 lg:mx-0 lg:px-0">
      <ol className="flex gap-1 lg:flex-col lg:gap-0">
        {stages.map((stage) => (
          <li key={stage.key} className="shrink-0">
            <Link
              href={stage.href}
              prefetch={false}
              aria-current={stage.key === current ? "page" : undefined}
              className={classNames(
                "flex h-[1.9375rem] pointer-coarse:h-11 items-center gap-2.5 rounded-control px-2 text-base",
                stage.key === current
                  ? "bg-selected font-semibold [scroll-initial-target:nearest]"
                  : "font-medium hover:bg-selected/60",
              )}
            >
              <StageGlyph state={stage.state} size={14} label={null} />
              <span className="sr-only">{STAGE_STATE_NAMES[stage.state]}: </span>
              {stage.title}
              {stage.note && <span className="figures ml-auto text-sm font-normal text-ink-2">{stage.note}</span>}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
