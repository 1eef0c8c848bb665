import type { Story } from "./story.ts";

/** The series of the five criteria, from the first release in shadow until now. */
export function cardguardMeasurements(story: Story): void {
  const since = "2025-10-27";
  const wired = (value: number) => ({ wired: { on: "2025-03-18", value } });
  const weekly = { since, pointsPerWindow: 7 };
  story.measure({
    ...{ name: "net_fraud_loss_bps", unit: "bps of turnover" },
    curve: {
      ...weekly,
      ...wired(9.4),
      from: 6.4,
      to: 6.1,
      wobble: 0.12,
      tail: [6.3, 6.4, 6.6, 7.1, 6.8, 6.9, 6.9, 7],
      n: 7,
    },
  });
  const recall = [0.741, 0.738, 0.733, 0.725, 0.709, 0.694, 0.655, 0.651];
  story.measure({
    ...{ name: "recall", unit: "", labels: { review: "0.5%" } },
    curve: { ...weekly, ...wired(0.52), from: 0.728, to: 0.744, wobble: 0.006, tail: recall, n: 1150 },
  });
  story.measure({
    ...{ name: "precision", unit: "", labels: { review: "0.5%" } },
    curve: {
      ...weekly,
      ...wired(0.11),
      from: 0.228,
      to: 0.236,
      wobble: 0.003,
      tail: [0.233, 0.232, 0.234, 0.231],
      n: 5200,
    },
  });
  story.measure({
    ...{ name: "scoring_ms_p99", unit: "ms" },
    curve: {
      ...{
        since,
        ...wired(180),
        from: 69,
        to: 71,
        wobble: 2.2,
        tail: [71, 73, 72, 75, 73, 74],
        n: 1_030_000,
        decimals: 1,
      },
      ...{ cadenceSeconds: 86_400, spikes: { "2025-12-15": 164 } },
    },
  });
  story.measure({
    ...{ name: "fpr_gap", unit: "", labels: { attribute: "age band" } },
    curve: {
      ...weekly,
      ...wired(0.0045),
      from: 0.0016,
      to: 0.0014,
      wobble: 0.00008,
      tail: [0.00135, 0.00132],
      n: 260_000,
      decimals: 6,
    },
  });
  decisionsByAge(story);
}

/** Payments decided on a day by age band, and how many were stopped, since the production assessment ended. */
function decisionsByAge(story: Story): void {
  const daily = { since: "2026-03-01", cadenceSeconds: 86_400, tail: [], n: 1, decimals: 0 };
  const bands = [
    ["18-25", 6_100, 46],
    ["26-40", 10_900, 76],
    ["41-60", 8_000, 55],
    ["61+", 3_900, 22],
  ] as const;
  for (const [band, decided, stopped] of bands) {
    const labels = { "age-band": band };
    story.measure({
      ...{ name: "decisions", unit: "", labels },
      curve: { ...daily, from: decided, to: decided * 1.02, wobble: decided * 0.01 },
    });
    story.measure({
      ...{ name: "decisions_selected", unit: "", labels },
      curve: { ...daily, from: stopped, to: stopped * 1.05, wobble: 2 },
    });
  }
}
