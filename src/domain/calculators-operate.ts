import type { Calculator } from "#domain/calculator.ts";

/** Monitoring, experiments, retraining (C7 to C9). */
export const OPERATE_CALCULATORS = {
  rollup: {
    version: "1",
    title: "Roll-up of a series",
    inWords:
      "Count, sum, smallest, largest, last value and percentiles of all points in an hour or a day. A span without points has no row, not a zero.",
  },
  merge: {
    version: "1",
    title: "Merged roll-ups",
    inWords:
      "Counts and sums add, the smallest and the largest stay; the mean is weighted by count. Percentiles are never averaged: they come from the points.",
  },
  resolution: {
    version: "1",
    title: "Resolution of a chart",
    inWords: "The finest level of points, minutes, hours or days that keeps the chart at about 5,000 buckets.",
  },
  alert_run: {
    version: "1",
    title: "Threshold alert",
    inWords:
      "Opens once the condition has held long enough without a break and closes after it has been false long enough. A tick without data changes nothing.",
    source: "Prometheus",
  },
  burn: {
    version: "1",
    title: "Burn rate",
    inWords:
      "The share of bad events divided by the share that the objective allows. At 1 the budget lasts exactly the period.",
    source: "Google SRE workbook",
  },
  burn_threshold: {
    version: "1",
    title: "Burn rate threshold",
    inWords: "The burn rate that spends the given share of the budget within the long window.",
    source: "Google SRE workbook",
  },
  burn_alert: {
    version: "1",
    title: "Burn rate alert",
    inWords:
      "Pages or opens a ticket when both a long and a short window burn the budget too fast: the long one shows that it matters, the short one that it still goes on.",
    source: "Google SRE workbook",
  },
  budget_left: {
    version: "1",
    title: "Error budget left",
    inWords: "What remains of the bad events that the objective allows in the period; negative when overspent.",
    source: "Google SRE workbook",
  },
  stale: {
    version: "1",
    title: "Stale series",
    inWords: "A series is stale when its last point is older than three expected intervals, or when it never had one.",
  },
  fingerprint: {
    version: "1",
    title: "Identity of an alert",
    inWords: "Monitor, kind and labels in order, so that the same trouble opens one alert and not many.",
    source: "SHA-256",
  },
  incident_times: {
    version: "1",
    title: "Times of incidents",
    inWords: "The mean minutes from opening to acknowledgement and to resolution. Open incidents are counted apart.",
  },
  prop_test: {
    version: "1",
    title: "Comparison of two rates",
    inWords: "The difference of two rates with its 95% interval, and how likely chance alone makes it.",
    source: "Two-proportion z test",
  },
  welch: {
    version: "1",
    title: "Comparison of two means",
    inWords: "The difference of two means with its uncertainty, without assuming that both arms vary equally.",
    source: "Welch (1947)",
  },
  n_prop: {
    version: "1",
    title: "Sample size for rates",
    inWords:
      "How many cases each arm needs to find the planned difference of rates in 80 of 100 such experiments, with 5 false alarms of 100.",
  },
  n_mean: {
    version: "1",
    title: "Sample size for means",
    inWords:
      "How many cases each arm needs to find the planned difference of means in 80 of 100 such experiments, with 5 false alarms of 100.",
  },
  srm: {
    version: "1",
    title: "Sample-ratio mismatch",
    inWords:
      "Whether the arms have the sizes that were planned. When chance explains them in fewer than 1 of 1,000 experiments, the assignment is broken and the result invalid.",
    source: "Chi-square test",
  },
  seq_error: {
    version: "1",
    title: "False alarms of several looks",
    inWords:
      "The chance to see a significant result at least once when nothing differs and somebody looks several times.",
    source: "Computed by integration",
  },
  holm: {
    version: "1",
    title: "Several treatments",
    inWords:
      "Each treatment is judged by a share of the chance of a false win, so that all together keep it. One that differs leaves its share to the rest.",
    source: "Holm (1979); with several looks Maurer and Bretz (2013)",
  },
  msprt: {
    version: "1",
    title: "Always-valid p",
    inWords: "A p-value that stays honest however often somebody looks; it only ever falls.",
    source: "Mixture sequential test",
  },
  mwu: {
    version: "1",
    title: "Mann–Whitney test",
    inWords: "Whether the values of one arm tend to be larger than those of the other, whatever their distribution.",
    source: "Mann and Whitney (1947), ties corrected",
  },
  canary: {
    version: "1",
    title: "Canary score",
    inWords:
      "Each metric of the canary is compared with the old release at the same time. The score is the weighted share that passes; a critical metric that does not pass makes it 0.",
    source: "Modelled on Kayenta",
  },
  noninf: {
    version: "1",
    title: "Non-inferiority",
    inWords:
      "The challenger is good enough when even the low end of its difference to the champion is a smaller loss than the agreed margin.",
    source: "One-sided 95% bound",
  },
  paired: {
    version: "1",
    title: "Comparison on the same rows",
    inWords:
      "Counts the rows that only the challenger and only the champion gets right, and what that says about their difference.",
    source: "McNemar",
  },
  trigger: {
    version: "1",
    title: "Retraining trigger",
    inWords:
      "Starts a retraining when its condition holds, none is running, the pause since the last one is over, the month’s limit is free and enough new rows have come.",
  },
  retrain_worth: {
    version: "1",
    title: "Worth of a retraining",
    inWords:
      "What the better model gains until it has decayed, minus the cost and the risk of the retraining. It is advice.",
  },
  best_interval: {
    version: "1",
    title: "Best retraining interval",
    inWords:
      "The interval at which the cost of retraining balances the loss of ageing, when that loss grows evenly. It is advice.",
    source: "Square-root rule",
  },
  model_age: {
    version: "1",
    title: "Age of the champion",
    inWords: "Whole days from the day on which the model became the champion until now, or until another one did.",
  },
  next_cron_utc: {
    version: "1",
    title: "Next run of a schedule",
    inWords:
      "The next time of the schedule in the zone of the project. A time that the clock change skips runs at the end of the gap; one that comes twice runs once.",
  },
} as const satisfies Record<string, Calculator>;
