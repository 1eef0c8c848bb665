"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { planStageAction } from "#app/(app)/projects/[slug]/stages/actions.ts";
import { useAction } from "#app/use-action.ts";
import { formatDate } from "#lib/format-date.ts";
import type { Choice } from "#stages/form/form-context.tsx";

type PlanFieldsProps = {
  place: Place;
  ownerId: string | null;
  dueOn: string | null;
  /** Past its date and not finished. */
  late: boolean;
  people: readonly Choice[];
  mayPlan: boolean;
  dwell: string | null;
};

/** Owner and due date in one quiet line; they are no part of what is signed and save on change. */
export function PlanFields({ place, ownerId, dueOn, late, people, mayPlan, dwell }: PlanFieldsProps) {
  const router = useRouter();
  const { submit, pending, refusal } = useAction(planStageAction);
  const plan = (change: { ownerId?: string | null; dueOn?: string | null }) =>
    submit({ ...place, plan: change }, () => router.refresh());
  const owner = people.find(({ value }) => value === ownerId)?.label;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-sm text-ink-2" aria-busy={pending}>
      {mayPlan ? (
        <>
          <Labelled label="Owner">
            <select
              value={ownerId ?? ""}
              onChange={(event) => plan({ ownerId: event.target.value || null })}
              className={QUIET_BOX}
            >
              <option value="">Nobody yet</option>
              {people.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </Labelled>
          <Labelled label="Due">
            <input
              type="date"
              defaultValue={dueOn ?? ""}
              key={dueOn}
              onBlur={(event) => event.target.value !== (dueOn ?? "") && plan({ dueOn: event.target.value || null })}
              className={`${QUIET_BOX} figures ${late ? "text-bad" : ""}`}
            />
          </Labelled>
        </>
      ) : (
        <>
          <span>Owner: {owner ?? "nobody yet"}</span>
          {dueOn && <span className={late ? "text-bad" : ""}>Due {formatDate(dueOn)}</span>}
        </>
      )}
      {late && <span className="font-medium text-bad">Overdue</span>}
      {dwell && <span>{dwell}</span>}
      {refusal && (
        <span role="alert" className="font-medium text-bad">
          {refusal.message}
        </span>
      )}
    </div>
  );
}

const QUIET_BOX =
  "rounded-md border border-transparent bg-transparent px-1 py-0.5 text-sm font-medium text-ink hover:border-edge focus-visible:border-focus";

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="flex items-center gap-1">
      <span>{label}</span>
      {children}
    </label>
  );
}
