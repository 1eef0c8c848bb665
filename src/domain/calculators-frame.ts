import type { Calculator } from "#domain/calculator.ts";

/** Comparison, business case, success criteria (C0 to C2). */
export const FRAME_CALCULATORS = {
  ge_eps: {
    version: "1",
    title: "Threshold comparison",
    inWords:
      "A value reaches its threshold when it is equal to it or beyond; a difference in the ninth decimal, which only binary arithmetic makes, does not count.",
  },
  value_model: {
    version: "1",
    title: "Net present value, return and payback",
    inWords:
      "Every month brings the expected benefit and costs what it costs; each month is discounted to today by the yearly rate, and the months are added up to the net present value. Return compares undiscounted benefits with costs. Payback is the month after which the running total stays above zero.",
    source: "End-of-month discounting",
  },
  delay_cost: {
    version: "1",
    title: "Cost of delay",
    inWords:
      "The net present value as planned minus the net present value when go-live comes that many months later, with the same end date.",
  },
  delay_var: {
    version: "1",
    title: "Value at risk of delay",
    inWords:
      "The losses of an optimistic, a likely and a pessimistic delay, the likely one counted four times of six. The worst loss is that of the pessimistic delay.",
    source: "Three-point estimate",
  },
  npv_sensitivity: {
    version: "1",
    title: "Sensitivity of the net present value",
    inWords:
      "Each of five inputs is moved down and up by 20% (the success probability by 20 points), one at a time, and the net present value is computed again. The widest bar is the input that matters most.",
  },
  act_threshold: {
    version: "1",
    title: "Break-even probability",
    inWords:
      "Acting pays when the probability is at least the cost of a false alarm divided by that cost plus the gain of a hit.",
    source: "Decision theory",
  },
  expected_value: {
    version: "1",
    title: "Value of a period",
    inWords: "Hits, false alarms, misses and correct rejections, each count times what one of them is worth.",
  },
  value_score: {
    version: "1",
    title: "Value score",
    inWords:
      "60% net present value against the reference of the organisation, 25% strategic fit, 15% urgency. What is unknown is left out; without a net present value there is no score.",
  },
  feasibility: {
    version: "1",
    title: "Feasibility score",
    inWords:
      "The weighted mean of six answers from 1 to 5, as a number up to 100. It needs four answers; measured data replaces the two answers about data.",
  },
  quadrant: {
    version: "1",
    title: "Portfolio quadrant",
    inWords: "Value and feasibility are each cut at 50: do now, remove the risk first, fill in, or park.",
  },
  priority: {
    version: "1",
    title: "Priority",
    inWords: "The square root of value times feasibility, so that one weak side cannot be bought off by the other.",
    source: "Geometric mean",
  },
  against_plan: {
    version: "1",
    title: "Actual against plan",
    inWords:
      "What was spent divided by what was planned. Only lines whose actual cost is known count, on both sides. Beyond 125% the finished business case is flagged.",
  },
  benefit_against_plan: {
    version: "1",
    title: "Realised benefit against plan",
    inWords:
      "What the months after go-live brought, divided by what the value model expected of the same months: the monthly benefit, weighed by the chance of success, growing over the ramp-up. Two quarters below 50% flag the finished business case.",
  },
  framing_score: {
    version: "1",
    title: "Framing score",
    inWords: "The share of the ten framing questions that have an answer.",
    source: "ML Canvas",
  },
  instant: {
    version: "1",
    title: "State of one window",
    inWords:
      "The value of a window is met at the target, at risk between target and guardrail, and a breach beyond the guardrail. With too few samples there is no data.",
  },
  hysteresis: {
    version: "1",
    title: "State of a criterion",
    inWords:
      "A criterion is breached after several breaching windows in a row and recovers after several good ones. Missing data neither breaches nor clears it.",
  },
  progress: {
    version: "1",
    title: "Progress to target",
    inWords:
      "How much of the way from baseline to target the value has come: 0 at the baseline, 1 at the target; it may be negative or above 1.",
  },
  success_rollup: {
    version: "1",
    title: "Success score",
    inWords:
      "The weighted mean of the progress of all criteria with data, each between 0 and 100%. The status is that of the worst must-have.",
  },
} as const satisfies Record<string, Calculator>;
