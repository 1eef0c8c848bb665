import type { Figure } from "#stages/fact-kind.ts";
import type { AbData } from "#stages/integration/ab-schema.ts";
import type { AbStanding } from "#stages/integration/ab-standing.ts";

/** Everything that was computed of an A/B test. With one look at the end its result stays hidden until then. */
export function abFigures(data: AbData, standing: AbStanding): Figure[] {
  return [
    ...comparison(data, standing),
    ...alwaysValid(data, standing),
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

/** What may be seen of the comparison now. */
export function shownReading({ plan }: AbData, { reading, atPlannedSize }: AbStanding) {
  return plan.method === "fixed" && !atPlannedSize ? null : reading;
}

export function hiddenBecause({ plan }: AbData, { atPlannedSize }: AbStanding): string {
  const hidden = plan.method === "fixed" && !atPlannedSize;
  return hidden ? "Hidden until the planned size." : "The arms cannot be compared yet.";
}

const testOf = ({ measure }: AbData): string => (measure === "rate" ? "prop_test" : "welch");

function comparison(data: AbData, standing: AbStanding): Figure[] {
  const shown = shownReading(data, standing);
  const rate = data.measure === "rate";
  const shared = {
    calculator: testOf(data),
    inputs: armsInWords(data),
    ...(shown ? {} : { reason: hiddenBecause(data, standing) }),
  };
  const values: [string, string, number | null][] = [
    ["difference", "Difference", shown?.difference ?? null],
    ["statistic", rate ? "z" : "t", shown?.statistic ?? null],
    ["p", "p of one look", shown?.p ?? null],
    ["low", "Interval from", shown?.interval[0] ?? null],
    ["high", "Interval to", shown?.interval[1] ?? null],
  ];
  return values.map(([name, label, value]) => ({ name, label, value, ...shared }));
}

function armsInWords({ arms }: AbData): Record<string, string> {
  return Object.fromEntries(
    arms.map(({ name, n, conversions, mean }) => [
      name,
      conversions === undefined ? `${mean}, n ${n}` : `${conversions} of ${n}`,
    ]),
  );
}

function alwaysValid(data: AbData, standing: AbStanding): Figure[] {
  if (data.plan.method !== "always_valid") return [];
  const shown = shownReading(data, standing);
  return [
    {
      name: "alwaysValidP",
      label: "Always-valid p",
      value: shown?.alwaysValidP ?? null,
      calculator: "msprt",
      inputs: { "standard error": shown?.standardError, "smallest effect": data.plan.smallestEffect },
      ...(shown ? {} : { reason: hiddenBecause(data, standing) }),
    },
  ];
}

function planning(data: AbData, { needed, underPowered, mismatch }: AbStanding): Figure[] {
  const { smallestEffect, alpha, power, perArm } = data.plan;
  const calculator = data.measure === "rate" ? "n_prop" : "n_mean";
  return [
    {
      ...{ name: "neededPerArm", label: "Needed in an arm", value: needed, calculator },
      inputs: { effect: smallestEffect, alpha, power },
      ...(needed === null && { reason: "No size shows this effect." }),
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
      inputs: { ...armsInWords(data), "invalid below": 0.001 },
      ...(mismatch ? {} : { reason: "Nobody was assigned yet." }),
    },
  ];
}

function caution({ plan }: AbData, { earlyLooks }: AbStanding): Figure[] {
  if (earlyLooks === null) return [];
  const inputs = { looks: plan.look, bound: 1.96 };
  return [
    {
      ...{ name: "falseWin", label: "Chance of a false win by early looks", value: earlyLooks, unit: "percent" },
      ...{ calculator: "seq_error", inputs },
    },
  ];
}
