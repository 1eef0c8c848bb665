import { ChecklistItem } from "#app/(app)/projects/[slug]/stages/_panels/checklist-item.tsx";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { Card } from "#components/ui/card.tsx";
import { can } from "#domain/permissions.ts";
import type { Role, StageState } from "#domain/vocabulary.ts";
import type { ChecklistRow } from "#server/stage-view.ts";

type ChecklistPanelProps = {
  place: Place;
  items: readonly ChecklistRow[];
  roles: readonly Role[];
  state: StageState;
  zone: string;
};

/** The items that this project's tier asks for; the others are folded. */
export function ChecklistPanel({ place, items, roles, state, zone }: ChecklistPanelProps) {
  const open = can(roles, "evidence.add") && state !== "in_review" && state !== "not_applicable";
  const asked = items.filter(({ required, state: answer }) => required || answer !== "open");
  const others = items.filter((item) => !asked.includes(item));
  const done = asked.filter(({ met }) => met).length;
  const list = (rows: readonly ChecklistRow[]) => (
    <ul className="flex flex-col gap-2.5">
      {rows.map((item) => (
        <ChecklistItem
          key={item.key}
          place={place}
          item={item}
          zone={zone}
          may={{
            change: open,
            sign: open && item.signers.some((role) => roles.includes(role)),
            accept: open && roles.includes("LD"),
          }}
        />
      ))}
    </ul>
  );
  return (
    <Card title="Checklist" id="checklist" aside={asked.length > 0 && `${done} of ${asked.length}`}>
      <div className="flex flex-col gap-3">
        {asked.length > 0 ? list(asked) : <p className="text-base text-ink-2">Nothing is asked at this tier.</p>}
        {others.length > 0 && (
          <details>
            <summary className="w-fit list-none text-base text-ink-2 underline decoration-edge underline-offset-2 hover:text-ink">
              {others.length} more, not asked at this tier
            </summary>
            <div className="pt-2.5">{list(others)}</div>
          </details>
        )}
      </div>
    </Card>
  );
}
