import { type Drifting, referenceFact, weekFact } from "./drift-records.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import type { Story } from "./story.ts";
import type { StoryClock } from "./story-clock.ts";

const DAY_SECONDS = 86_400;

/** Reference 20,000 rows, newest week 5,000 (lifecycle G1). */
export const CARDGUARD_DRIFT: Readonly<Record<string, Drifting>> = {
  merchant_category: {
    kind: "categorical",
    reference: [5200, 4100, 3600, 2900, 2300, 900, 600, 400],
    newest: [980, 760, 700, 560, 470, 760, 520, 250],
    bins: ["groceries", "fashion", "electronics", "travel", "home", "marketplaces", "digital goods", "__other__"],
  },
  device_age: {
    kind: "numeric",
    reference: [2400, 2600, 3000, 3200, 3100, 2900, 2800],
    newest: [1010, 920, 820, 690, 580, 510, 470],
    edges: [0, 30, 90, 180, 365, 730, 1_095, 3_650],
  },
  amount_log: {
    kind: "numeric",
    reference: [2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000],
    newest: [470, 480, 490, 495, 500, 505, 510, 515, 515, 520],
    edges: [0, 1.1, 1.9, 2.5, 3, 3.4, 3.8, 4.3, 4.9, 5.8, 9.2],
  },
  score: {
    kind: "numeric",
    reference: [14_000, 3200, 1300, 700, 400, 250, 150],
    newest: [3240, 830, 390, 240, 150, 90, 60],
    edges: [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1],
    output: true,
  },
};

/** How far each week went: two marketplaces changed their codes on 16 February. */
const WEEKS: readonly (readonly [day: string, merchants: number, others: number])[] = [
  ["2026-01-19", 0.03, 0.02],
  ["2026-01-26", 0, 0.1],
  ["2026-02-02", 0.05, 0.2],
  ["2026-02-09", 0.02, 0.35],
  ["2026-02-16", 0.12, 0.5],
  ["2026-02-23", 0.9, 0.65],
  ["2026-03-02", 0.96, 0.85],
  ["2026-03-09", 1, 1],
];

/** What stage 9 stood on when it passed. */
export function cardguardMonitoringFacts({ moment }: StoryClock): StageFact[] {
  const taken = moment("2025-10-20", "04:00");
  return [
    ...Object.entries(CARDGUARD_DRIFT).map(([feature, drifting]) => referenceFact(feature, drifting, taken)),
    objective(moment("2025-11-24", "00:00"), 6_900, 29_800_000),
    monitor("error-budget", {
      name: "Availability burns",
      what: "burn_rate",
      target: "availability",
      severity: "critical",
    }),
    ...["auth-stream", "chargebacks", "device-fingerprint"].map((source) =>
      monitor(`loads-${source}`, {
        ...{
          name: `Loads of ${source}`,
          what: "stale",
          target: source,
          intervalSeconds: DAY_SECONDS,
          severity: "warning",
        },
      }),
    ),
    monitor("merchant-category", {
      ...{ name: "Merchant category, two weeks", what: "drift", target: "merchant_category", severity: "warning" },
      forSeconds: 7 * DAY_SECONDS,
    }),
    monitor("recall-below-target", {
      ...{ name: "Recall below target", what: "threshold", target: "recall", comparison: "below", limit: 0.72 },
      ...{ forSeconds: 14 * DAY_SECONDS, keepSeconds: 0, severity: "warning" },
    }),
    snapshot("2025-11", moment("2025-11-24", "00:00"), [0.31, 0.24, 0.28, 0.17]),
    drill("drill-2025-11", moment("2025-11-18", "02:10"), 6, "Tomas Okafor"),
  ];
}

/** What came later, each on its day. */
export function cardguardMonitoring(story: Story): void {
  const { moment } = story.clock;
  const tell = (day: string, facts: readonly StageFact[]) => {
    for (const [kind, mine] of Map.groupBy(facts, (fact) => fact.kind))
      story.on(day, "Tomas Okafor", (hand) => hand.record(kind, mine));
  };
  for (const [day, merchants, others] of WEEKS)
    tell(
      day,
      Object.entries(CARDGUARD_DRIFT).map(([feature, drifting]) =>
        weekFact(feature, drifting, feature === "merchant_category" ? merchants : others, moment(day), day),
      ),
    );
  tell("2025-12-17", [
    {
      kind: "incidents",
      key: "incident-1",
      data: {
        ...{ name: "R12 canary answered too late", severity: 2, postmortem: "https://wiki.example.org/card/r12" },
        startedAt: moment("2025-12-15", "06:14").toISOString(),
        acknowledgedAt: moment("2025-12-15", "06:17").toISOString(),
        resolvedAt: moment("2025-12-15", "06:24").toISOString(),
        cause: "The device lookup waited under load, so p99 went to 164 ms.",
        action: "Rolled back in four minutes; the lookup is cached since.",
      },
    },
  ]);
  tell("2026-02-11", [drill("drill-2026-02", moment("2026-02-10", "21:40"), 5, "Ines Duarte")]);
  story.on("2026-03-03", "Tomas Okafor", (hand) =>
    hand.acknowledgeTitled("merchant_category drifts", "Two large marketplaces changed their codes on 16 February."),
  );
  tell("2026-03-13", [
    objective(moment("2026-03-13", "00:00"), 8_940, 31_040_000),
    snapshot("2026-03", moment("2026-03-09", "00:00"), [0.36, 0.22, 0.25, 0.17]),
  ]);
}

function objective(at: Date, badCount: number, totalCount: number): StageFact {
  return {
    kind: "slos",
    key: "availability",
    data: {
      ...{ name: "Availability", objective: 0.9995, periodDays: 30, badCount, totalCount },
      ...{ good: "Answered within 110 ms with all required features", countedAt: at.toISOString() },
    },
  };
}

function monitor(key: string, data: Record<string, unknown>): StageFact {
  return { kind: "monitors", key, data: { ...data, enabled: true } };
}

function snapshot(key: string, end: Date, shares: readonly number[]): StageFact {
  const names = ["merchant_category", "device_age", "amount_log", "hours_since_last_payment"];
  const attributions = Object.fromEntries(names.map((name, at) => [name, shares[at]]));
  const data = { method: "shap", decisions: 20_000, windowEnd: end.toISOString(), attributions };
  return { kind: "explanation-snapshots", key, data };
}

function drill(key: string, firedAt: Date, minutes: number, answeredBy: string): StageFact {
  const acknowledgedAt = new Date(firedAt.getTime() + minutes * 60_000).toISOString();
  const data = { name: "Test alert, unannounced", firedAt: firedAt.toISOString(), acknowledgedAt, answeredBy };
  return { kind: "fire-drills", key, data };
}
