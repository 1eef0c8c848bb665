import { GoTo } from "#app/(app)/projects/[slug]/stages/_panels/go-to.tsx";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { StageGlyph } from "#components/ui/stage-glyph.tsx";
import { anyOf } from "#domain/permissions.ts";
import type { Requirement } from "#domain/requirement.ts";
import { classNames } from "#lib/class-names.ts";

type RequirementLinesProps = { requirements: readonly Requirement[]; place?: Place };

/** What a gate asks, one line each: whether it holds, the fact behind it, and where it is mended by whom. */
export function RequirementLines({ requirements, place }: RequirementLinesProps) {
  return (
    <ul className="flex flex-col gap-2.5">
      {requirements.map((requirement) => (
        <Line key={requirement.key} requirement={requirement} place={place} />
      ))}
    </ul>
  );
}

/** Sentences take two lines each, and the checklist beside says the same of each item. */
const SHOWN = { names: 8, sentences: 4 };

/** Names of fields stand in a row, sentences one below the other. */
const short = (items: readonly { label: string }[]) =>
  items.filter(({ label }) => label.length < 28).length > items.length / 2;

function Line({ requirement, place }: { requirement: Requirement; place: Place | undefined }) {
  const { met, label, detail, fix, items = [] } = requirement;
  const most = short(items) ? SHOWN.names : SHOWN.sentences;
  const rest = items.length - most;
  return (
    <li className="flex gap-2.5">
      <StageGlyph state={met ? "done" : "not_started"} size={14} label={met ? "Met" : "Not met"} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="text-base">
          {!met && fix?.where && items.length === 0 ? (
            <GoTo where={fix.where} place={place}>
              {label}
            </GoTo>
          ) : (
            label
          )}
        </p>
        {!met && (
          <>
            {items.length === 0 && <p className="text-sm text-pretty text-ink-2">{detail}</p>}
            {items.length > 0 && (
              <ul
                className={classNames(
                  "mt-0.5 flex gap-x-2.5 gap-y-0.5 text-sm text-ink-2",
                  short(items) ? "flex-wrap" : "flex-col",
                )}
              >
                {items.slice(0, most).map((item) => (
                  <li key={item.label + item.where}>
                    <GoTo where={item.where} place={place}>
                      {item.label}
                    </GoTo>
                  </li>
                ))}
                {rest > 0 && <li className="py-1">and {rest} more</li>}
              </ul>
            )}
            {fix && fix.who.length > 0 && <p className="text-sm text-ink-2">For {anyOf(fix.who)}.</p>}
          </>
        )}
      </div>
    </li>
  );
}
