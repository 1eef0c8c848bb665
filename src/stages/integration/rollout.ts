import { fraction, number, records, text } from "#stages/answers.ts";
import type { Inconsistency } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";

const STEP = {
  traffic: field(fraction(), {
    label: "Traffic",
    help: "Share of traffic that the new release gets; the last step is all of it.",
    from: 1,
    who: "PM",
  }),
  hours: field(number(0, 8760), {
    label: "Hours",
    help: "The least time at this step.",
    unit: "hours",
    from: 1,
    who: "PM",
  }),
  rule: field(text(3, 300), {
    label: "Rule to go on",
    help: "What must hold before the next step.",
    from: 1,
    who: "PM",
  }),
};

export const rolloutPlan = field(records(STEP, 1, 20), {
  label: "Roll-out plan",
  help: "Steps of traffic with minimum time and the rule to go on.",
  from: 1,
  who: "PM",
});

type Plan = { readonly rolloutPlan?: readonly { readonly traffic?: number }[] };

export function rolloutInconsistencies({ rolloutPlan: steps = [] }: Plan): Inconsistency[] {
  const shares = steps.flatMap(({ traffic }) => (traffic === undefined ? [] : [traffic]));
  if (shares.length === 0) return [];
  const problems: string[] = [];
  if (shares.some((share, i) => i > 0 && share <= (shares[i - 1] ?? 0)))
    problems.push("traffic must rise from step to step");
  if (shares.at(-1) !== 1) problems.push("the last step must be all traffic (1)");
  return problems.map((problem) => ({ path: "rolloutPlan", message: `In the roll-out plan ${problem}` }));
}
