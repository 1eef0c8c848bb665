"use client";

import type { CriterionDraft } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";
import type { Part } from "#app/(app)/projects/[slug]/criteria/form-part.ts";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { NumberInput, PercentInput } from "#components/form/number-input.tsx";
import { Card } from "#components/ui/card.tsx";
import type { Criterion } from "#domain/criteria.ts";
import { criterionIssues, criterionWarnings } from "#domain/criterion-rules.ts";

const DIRECTIONS = [
  { value: "gte", label: "More is better" },
  { value: "lte", label: "Less is better" },
  { value: "range", label: "Within a range" },
] as const;

type LimitName = "baseline" | "target" | "guardrail" | "targetLow" | "targetHigh" | "guardrailLow" | "guardrailHigh";

/** Where it stands today, where it has to be, and where harm begins. Contradictions are said while they are typed. */
export function LimitFields({ part }: { part: Part }) {
  const { draft, set, error, readOnly } = part;
  const typed = [...criterionIssues(judged(draft)), ...criterionWarnings(judged(draft))];
  const limit = (path: LimitName, label: string, help: string, optional = false) => {
    const said = draft[path] == null ? undefined : typed.find((issue) => issue.path === path)?.message;
    const Input = draft.unit === "fraction" ? PercentInput : NumberInput;
    return (
      <Input
        path={path}
        label={label}
        help={help}
        optional={optional}
        readOnly={readOnly}
        unit={draft.unit}
        value={draft[path]}
        onChange={(value) => set({ [path]: value ?? null })}
        error={error(path)}
        {...(said && !error(path) && { note: said })}
      />
    );
  };
  return (
    <Card title="Limits">
      <div className="flex flex-col gap-4">
        <ChoiceInput
          path="direction"
          label="Direction"
          readOnly={readOnly}
          value={draft.direction}
          onChange={(direction) => direction && set({ direction })}
          options={DIRECTIONS}
          error={error("direction")}
        />
        {draft.direction === "range" ? (
          <div className="grid items-start gap-4 sm:grid-cols-2">
            {limit("targetLow", "Target from", "The lower end of what is wanted.")}
            {limit("targetHigh", "Target to", "The upper end of what is wanted.")}
            {limit("guardrailLow", "Guardrail from", "Below it there is harm.", true)}
            {limit("guardrailHigh", "Guardrail to", "Above it there is harm.", true)}
            {limit("baseline", "Baseline", "What is reached today, without the model.", !draft.mustHave)}
          </div>
        ) : (
          <div className="grid items-start gap-4 sm:grid-cols-3">
            {limit("baseline", "Baseline", "What is reached today, without the model.", !draft.mustHave)}
            {limit("target", "Target", "What has to be reached.")}
            {limit(
              "guardrail",
              "Guardrail",
              "Where harm begins. Between it and the target the criterion is at risk.",
              true,
            )}
          </div>
        )}
      </div>
    </Card>
  );
}

/** For the rules on limits: the other numbers are valid while they are typed, and limits of another direction are not sent. */
function judged(draft: CriterionDraft): Criterion {
  const none = {
    target: null,
    guardrail: null,
    targetLow: null,
    targetHigh: null,
    guardrailLow: null,
    guardrailHigh: null,
  };
  const { direction, target, guardrail, targetLow, targetHigh, guardrailLow, guardrailHigh } = draft;
  const limits =
    direction === "range"
      ? {
          targetLow: targetLow ?? null,
          targetHigh: targetHigh ?? null,
          guardrailLow: guardrailLow ?? null,
          guardrailHigh: guardrailHigh ?? null,
        }
      : { target: target ?? null, guardrail: guardrail ?? null };
  const times = {
    windowSeconds: 86_400,
    cadenceSeconds: 86_400,
    minSamples: 1,
    breachAfter: 1,
    recoverAfter: 1,
    staleAfter: 1,
    weight: 1,
  };
  return {
    ...draft,
    ...none,
    ...limits,
    ...times,
    baseline: draft.baseline ?? null,
    series: { name: draft.seriesName },
  };
}
