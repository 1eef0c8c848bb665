import type { StageFact } from "./facts/stage-fact.ts";
import type { Tell } from "./solution-records.ts";
import type { StoryClock } from "./story-clock.ts";

const LOOKS: readonly (readonly [day: string, counts: readonly (readonly [n: number, hits: number])[]])[] = [
  [
    "2026-02-09",
    [
      [2_010, 402],
      [1_988, 431],
      [2_004, 409],
    ],
  ],
  [
    "2026-02-16",
    [
      [4_022, 812],
      [3_990, 889],
      [4_011, 820],
    ],
  ],
  [
    "2026-02-23",
    [
      [6_030, 1_221],
      [5_981, 1_337],
      [6_019, 1_228],
    ],
  ],
];
const ARMS = ["newest first", "highest loss first", "by merchant"] as const;

/** Two orders of the review queue against the old one, looked at weekly by a method that pays for each look. */
export function cardguardTrial({ moment }: StoryClock, tell: Tell): void {
  const iso = (day: string) => moment(day, "09:00").toISOString();
  const test: StageFact = {
    kind: "ab-tests",
    key: "queue-order",
    data: {
      name: "Order of the review queue",
      release: "R13",
      metric: "Reviewed payments that were fraud",
      measure: "rate",
      better: "more",
      plan: {
        ...{ perArm: 8_000, smallestEffect: 0.02, alpha: 0.05, power: 0.8, method: "always_valid", looks: 4 },
        expectedRate: 0.2,
      },
      arms: ARMS.map((name, at) => ({ name, share: at === 0 ? 0.34 : 0.33 })),
      guardrails: [{ name: "Minutes to a decision", loss: 0.2, lossLow: -0.1, margin: 1 }],
      startedAt: iso("2026-02-02"),
    },
  };
  tell("2026-02-02", [test]);
  for (const [day, counts] of LOOKS) tell(day, [lookFact(day, iso(day), counts)]);
}

function lookFact(day: string, lookedAt: string, counts: readonly (readonly [number, number])[]): StageFact {
  const arms = counts.map(([n, conversions], at) => ({ name: ARMS[at] ?? "", n, conversions }));
  return { kind: "ab-looks", key: `queue-order-${day}`, data: { experiment: "queue-order", lookedAt, arms } };
}
