import { type Drifting, referenceFact, weekFact } from "./drift-records.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import type { StoryClock } from "./story-clock.ts";

const FEATURES: Readonly<Record<string, Drifting>> = {
  earlier_stays: {
    kind: "numeric",
    reference: [5100, 2600, 1200, 640, 300, 160],
    newest: [262, 131, 63, 34, 16, 9],
    edges: [0, 1, 2, 3, 5, 8, 40],
  },
  length_of_stay: {
    kind: "numeric",
    reference: [1800, 2400, 2300, 1700, 1100, 700],
    newest: [84, 118, 120, 92, 60, 41],
    edges: [0, 2, 4, 6, 9, 14, 120],
  },
};

/** Two features on two wards: the pilot is too young for more. */
export function readmitMonitoringFacts({ moment }: StoryClock): StageFact[] {
  const taken = moment("2026-01-09", "05:00");
  return [
    ...Object.entries(FEATURES).flatMap(([name, drifting]) => [
      referenceFact(name, drifting, taken),
      weekFact(name, drifting, 0.4, moment("2026-02-09"), "2026-02-09"),
      weekFact(name, drifting, 1, moment("2026-02-16"), "2026-02-16"),
    ]),
    {
      kind: "monitors",
      key: "record-extract",
      data: {
        ...{ name: "Nightly record extract", what: "stale", target: "record-extract", intervalSeconds: 86_400 },
        ...{ severity: "warning", enabled: true },
      },
    },
  ];
}
