import type { AbReading } from "#domain/ab-analysis.ts";
import type { Figure } from "#stages/fact-kind.ts";
import type { AbData } from "#stages/integration/ab-schema.ts";
import type { AbStanding, TreatmentStanding } from "#stages/integration/ab-standing.ts";

/** Everything that was computed of an A/B test. With one look at the end its result stays hidden until then. */
export function abFigures(data: AbData, standing: AbStanding): Figure[] {
  return [
    ...standing.treatments.flatMap((each) => treatmentFigures(data, standing, each)),
    ...planning(data, standing),
    ...caution(data, standing),
    {
      name: "decision",
      label: "What the numbers say",
      value: AB_WORDS[standing.decision],
      calculator: testOf(data),
      inputs: { because: standing.because },
    },
  ];
}

export const AB_WORDS = {
  invalid: "Invalid",
  ship: "Ship",
  stop: "Stop",
  continue: "Continue",
  no_difference: "No difference shown",
} as const;

/** What may be seen of a comparison now: nothing while the arms are not what was planned, or before the only look. */
export function shownReading(data: AbData, standing: AbStanding, { reading }: TreatmentStanding): AbReading | null {
  return isHidden(data, standing) ? null : reading;
}

export function hiddenBecause(data: AbData, standing: AbStanding): string {
  if (standing.looks.length === 0) return "Nobody has looked yet.";
  if (standing.decision === "invalid") return "Not read: the arms do not have their planned sizes.";
  return isHidden(data, standing) ? "Hidden until the planned size." : "The arms cannot be compared yet.";
}

function isHidden({ plan }: AbData, { decision, atPlannedSize }: AbStanding): boolean {
  return decision === "invalid" || (plan.method === "fixed" && !atPlannedSize);
}

const testOf = ({ measure }: AbData): string => (measure === "rate" ? "prop_test" : "welch");

function treatmentFigures(data: AbData, standing: AbStanding, treatment: TreatmentStanding): Figure[] {
  const shown = shownReading(data, standing, treatment);
  const several = standing.treatments.length > 1;
  const named = ([name, label, value, more]: Row): Figure => ({
    name: several ? `${treatment.name}.${name}` : name,
    label: several ? `${treatment.name}: ${label.toLowerCase()}` : label,
    value,
    calculator: testOf(data),
    inputs: armsInWords(data, standing),
    ...more,
    ...(shown ? {} : { reason: hiddenBecause(data, standing) }),
  });
  const [low, high] = shown?.interval ?? [null, null];
  const rows: Row[] = [
    ["difference", "Difference", shown?.difference ?? null],
    ["statistic", data.measure === "rate" ? "z" : "t", shown?.statistic ?? null],
    ["p", "p of one look", shown?.p ?? null],
    ["low", "Interval from", low],
    ["high", "Interval to", high],
    ...alwaysValid(data, treatment, shown),
    ...(several ? holmRows(treatment, shown) : []),
  ];
  const says: Figure = { ...named(["says", "What the numbers say", AB_WORDS[treatment.decision]]) };
  return [...rows.map(named), ...(several ? [{ ...says, inputs: { because: treatment.because } }] : [])];
}

type Row = readonly [name: string, label: string, value: Figure["value"], more?: Partial<Figure>];

function alwaysValid({ plan }: AbData, { run }: TreatmentStanding, shown: AbReading | null): Row[] {
  if (plan.method !== "always_valid") return [];
  const of = (p: number | null | undefined) => (shown ? (p ?? null) : null);
  const inputs = { "standard error": shown?.standardError, "smallest effect": plan.smallestEffect, looks: run.length };
  return [
    ["alwaysValidP", "Always-valid p of this look", of(shown?.alwaysValidP), { calculator: "msprt", inputs }],
    [
      "runningP",
      "Least always-valid p of all looks",
      of(run.at(-1)),
      { calculator: "msprt", inputs: { ...inputs, "after each look": run } },
    ],
  ];
}

function holmRows({ adjustedP, level }: TreatmentStanding, shown: AbReading | null): Row[] {
  const inputs = { "judged at": level };
  const adjusted: Row = ["holmP", "p among the treatments", shown && adjustedP, { calculator: "holm", inputs }];
  return [
    ...(adjustedP === null ? [] : [adjusted]),
    ["from", "Interval among the treatments, from", shown?.methodInterval[0] ?? null, { calculator: "holm", inputs }],
    ["to", "Interval among the treatments, to", shown?.methodInterval[1] ?? null, { calculator: "holm", inputs }],
  ];
}

function armsInWords({ arms }: AbData, { looks }: AbStanding): Record<string, string> {
  const counts = looks.at(-1)?.data.arms ?? [];
  return Object.fromEntries(
    arms.map(({ name }) => {
      const counted = counts.find((each) => each.name === name);
      if (!counted) return [name, "not counted"];
      const { n, conversions, mean } = counted;
      return [name, conversions === undefined ? `${mean}, n ${n}` : `${conversions} of ${n}`];
    }),
  );
}

function planning(data: AbData, standing: AbStanding): Figure[] {
  const { smallestEffect, alpha, power, perArm } = data.plan;
  const { needed, underPowered, mismatch, treatments } = standing;
  const calculator = data.measure === "rate" ? "n_prop" : "n_mean";
  const shared = treatments.length > 1 ? { "alpha for each": alpha / treatments.length } : { alpha };
  return [
    {
      ...{ name: "neededPerArm", label: "Needed in an arm", value: needed, calculator },
      inputs: { effect: smallestEffect, ...shared, power },
      ...(needed === null && { reason: "It takes what the old release is expected to show, or a first look." }),
    },
    {
      name: "underPowered",
      label: "Under-powered",
      value: underPowered,
      calculator,
      inputs: { planned: perArm, needed },
    },
    {
      ...{ name: "mismatchP", label: "p of the arm sizes", value: mismatch?.p ?? null, calculator: "srm" },
      inputs: { ...armsInWords(data, standing), "invalid below": 0.001 },
      ...(mismatch ? {} : { reason: "Nobody was assigned yet." }),
    },
    { name: "looks", label: "Looks taken", value: standing.looks.length, ...seqError(data, standing) },
  ];
}

function caution(data: AbData, standing: AbStanding): Figure[] {
  const { earlyLooks } = standing;
  if (earlyLooks === null) return [];
  const label = "Chance of a false win by unplanned looks";
  return [{ ...{ name: "falseWin", label, value: earlyLooks, unit: "percent" }, ...seqError(data, standing) }];
}

function seqError({ plan }: AbData, { looks }: AbStanding): Pick<Figure, "calculator" | "inputs"> {
  return { calculator: "seq_error", inputs: { looks: looks.length, planned: plan.looks, method: plan.method } };
}
