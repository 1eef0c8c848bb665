import type { LiveGroup } from "#domain/group-mix.ts";
import { isRepresented } from "#domain/representation.ts";
import type { CriterionFacts, StageFacts } from "#stages/facts.ts";
import type { LiveCount } from "#stages/live-signals.ts";
import type { Assessment } from "#stages/solution-bias/assessment-record.ts";
import { groupIn, liveGroups } from "#stages/solution-bias/live-groups.ts";

/** `own` is false where it says the same of all groups together. */
export type ThreadKnot = { tone: "good" | "warn" | "bad" | "none"; text: string; own?: boolean };

/** The last value of a criterion's measure in one group, from the series of the same name that is labelled with it. */
export type MeasuredGroup = { criterion: string; labels: Readonly<Record<string, string>>; value: number };
export type LiveThread = { counts: readonly LiveCount[]; measured: readonly MeasuredGroup[] };

/**
 * Stage 9 for one group: how it comes now against the assessment, how often it is selected, and each criterion that is
 * measured by group. Where no series has the group's label, the fairness criterion that stands worst, for all together.
 */
export function inOperation(
  assessment: Assessment,
  live: LiveThread,
  facts: StageFacts,
): (group: string) => ThreadKnot {
  const now = liveGroups(assessment, live.counts);
  const together = ofAllTogether(facts);
  return (group) => {
    const mine = now.find((each) => each.group === group);
    const measured = live.measured.filter(({ labels }) => groupIn(labels, assessment.data.attribute) === group);
    const knots = [
      ...(mine ? [ofItsShare(mine)] : []),
      ...measured.flatMap((each) => ofCriterion(each, facts.criteria)),
    ];
    if (knots.length === 0) return together;
    return { tone: worstOf(knots), text: knots.map(({ text }) => text).join("; ") };
  };
}

function ofItsShare({ ratio, selectionRate }: LiveGroup): ThreadKnot {
  if (ratio === null) return { tone: "none", text: "too few decisions to compare" };
  const selected = selectionRate === null ? "" : `, selected ${percent(selectionRate)}`;
  const tone = isRepresented(ratio) ? "good" : "warn";
  return { tone, text: `${ratio.toFixed(2)} of its assessed share${selected}` };
}

function ofCriterion({ criterion, value }: MeasuredGroup, criteria: readonly CriterionFacts[]): ThreadKnot[] {
  const law = criteria.find(({ key }) => key === criterion);
  if (!law) return [];
  const beyond = isBeyond(value, law);
  const tone = beyond === null ? "none" : beyond ? "bad" : "good";
  return [{ tone, text: `${law.name} ${Number(value.toPrecision(3))}${beyond ? ", beyond its guardrail" : ""}` }];
}

/** Null where no guardrail says what is beyond. */
function isBeyond(
  value: number,
  { direction, guardrail, guardrailLow, guardrailHigh }: CriterionFacts,
): boolean | null {
  if (direction === "gte") return guardrail === null ? null : value < guardrail;
  if (direction === "lte") return guardrail === null ? null : value > guardrail;
  if (guardrailLow === null || guardrailHigh === null) return null;
  return value < guardrailLow || value > guardrailHigh;
}

const ORDER = ["bad", "warn", "good", "none"] as const;
const worstOf = (knots: readonly ThreadKnot[]) =>
  ORDER.find((tone) => knots.some((knot) => knot.tone === tone)) ?? "none";

const STATES = {
  met: { tone: "good", text: "met" },
  at_risk: { tone: "warn", text: "at risk" },
  breached: { tone: "bad", text: "breached" },
  no_data: { tone: "none", text: "no data" },
} as const;

/** It watches the gap between the groups, so it is the same for all of them. */
function ofAllTogether({ criteria }: StageFacts): ThreadKnot {
  const watched = criteria.filter(({ kind }) => kind === "fairness");
  const order = ["breached", "at_risk", "met", "no_data"];
  const [worst] = watched.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  if (!worst) return { tone: "none", text: "not watched" };
  const { tone, text } = STATES[worst.state];
  return { tone, text: `${worst.name}: ${text}, all together`, own: false };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.01 ? 2 : 1)}%`;
}
