import { z } from "zod";
import { fraction, likert, money, moneyAboveZero, number, tags, text, wholeNumber } from "#stages/answers.ts";
import { field } from "#stages/field.ts";

/** Costs, benefits and time of the value model (C1). Absent answers take its defaults. */
export const valueFields = {
  horizonMonths: field(wholeNumber(6, 120), {
    label: "Horizon",
    help: "How long you count benefits and costs; 36 months unless you say otherwise.",
    unit: "months",
    from: 2,
    who: "PM",
  }),
  discountAnnual: field(fraction(0, 0.5), {
    label: "Discount rate",
    help: "Cost of capital a year, used to compare money over time.",
    from: 2,
    who: "PM",
  }),
  upfrontCost: field(money(), {
    label: "Upfront cost",
    help: "One-off spend at the start.",
    unit: "money",
    from: 2,
    who: "PM",
  }),
  buildCost: field(money(), {
    label: "Build cost",
    help: "Spend spread over the build.",
    unit: "money",
    from: 1,
    who: "PM",
  }),
  buildMonths: field(wholeNumber(0, 36), {
    label: "Build time",
    help: "Months until first use.",
    unit: "months",
    from: 2,
    who: "PM",
  }),
  rampMonths: field(wholeNumber(0, 36), {
    label: "Ramp-up time",
    help: "Months from first use until full use.",
    unit: "months",
    from: 2,
    who: "PM",
  }),
  runCostMonthly: field(money(), {
    label: "Run cost a month",
    help: "Serving, labelling, licences and people after go-live.",
    unit: "money a month",
    from: 1,
    who: "ML",
  }),
  benefitMonthly: field(moneyAboveZero(), {
    label: "Benefit a month",
    help: "Gross benefit per month at full use.",
    unit: "money a month",
    from: 1,
    who: "PM",
  }),
  benefitBasis: field(text(30, 1500), {
    label: "Basis of the benefit",
    help: "Show where the benefit figure comes from and who confirmed it.",
    from: 2,
    who: "PM",
  }),
  successProbability: field(fraction(0.05, 1), {
    label: "Chance of success",
    help: "Your honest chance that the benefit is reached.",
    from: 1,
    who: "LD",
  }),
  delayOptimistic: field(wholeNumber(0, 36), {
    label: "Delay, optimistic",
    help: "How late go-live may be if all goes well; feeds the value at risk of delay.",
    unit: "months",
    from: null,
    who: "PM",
  }),
  delayLikely: field(wholeNumber(0, 36), {
    label: "Delay, likely",
    help: "How late go-live will probably be.",
    unit: "months",
    from: null,
    who: "PM",
  }),
  delayPessimistic: field(wholeNumber(0, 36), {
    label: "Delay, pessimistic",
    help: "How late go-live may be if much goes wrong.",
    unit: "months",
    from: null,
    who: "PM",
  }),
  delayBurnMonthly: field(money(), {
    label: "Cost of a month of delay",
    help: "What the team costs while go-live slips.",
    unit: "money a month",
    from: null,
    who: "PM",
  }),
  budgetTotal: field(money(), {
    label: "Approved budget",
    help: "Approved money for build and first year.",
    unit: "money",
    from: 2,
    who: "LD",
  }),
  headCount: field(number(0, 10_000), {
    label: "Head count",
    help: "Approved people for build and first year.",
    unit: "FTE",
    from: 2,
    who: "LD",
  }),
  skillsNeeded: field(tags(1, 60), {
    label: "Skills needed",
    help: "Skills the plan assumes.",
    from: 3,
    who: "LD",
  }),
  skillsMissing: field(tags(1, 60), {
    label: "Skills missing",
    help: "Skills that nobody on the team has; write none if all are there.",
    from: 3,
    who: "LD",
  }),
};

const FACTORS = {
  dataAvailability: { label: "Data availability", help: "Until stage 3 measures it." },
  dataQuality: { label: "Data quality", help: "Until stage 3 measures it." },
  technicalSimplicity: { label: "Technical simplicity", help: "How far known methods go." },
  skills: { label: "Skills", help: "Whether the team has done such a thing." },
  integration: { label: "Integration", help: "How easily results reach the work." },
  complianceEase: { label: "Ease of compliance", help: "How little law and policy stand in the way." },
} as const;

/** Six likert factors; at least four are asked (an inconsistency of the stage says so). */
export const feasibilityFields = z.object({
  dataAvailability: factor("dataAvailability"),
  dataQuality: factor("dataQuality"),
  technicalSimplicity: factor("technicalSimplicity"),
  skills: factor("skills"),
  integration: factor("integration"),
  complianceEase: factor("complianceEase"),
});

function factor(name: keyof typeof FACTORS) {
  return field(likert(), {
    ...FACTORS[name],
    from: null,
    who: "ML",
  });
}
