import { windowKey } from "#domain/retrain-trigger.ts";
import type { FactData } from "#stages/fact.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import type { Story } from "./story.ts";
import type { StoryClock } from "./story-clock.ts";

/** What stage 10 began with: three triggers, and the champion of that day. */
export function cardguardRetrainingFacts(clock: StoryClock): StageFact[] {
  return [
    trigger("monthly", { name: "Monthly", kind: "schedule", cron: "0 3 1 * *" }),
    trigger("drift", { name: "Drift", kind: "drift", threshold: 0.2, windows: 3, share: 0.25 }),
    trigger("recall", { name: "Recall breached", kind: "performance", criterion: "recall" }),
    champion(clock, "3.0", "R11", "2025-11-10"),
  ];
}

/** Champions as they followed each other, and the runs from the fourth to the seventh. */
export function cardguardRetraining(story: Story): void {
  const { clock } = story;
  const tell = (day: string, ...facts: StageFact[]) => {
    for (const fact of facts) story.on(day, "Ines Duarte", (hand) => hand.record(fact.kind, [fact]));
  };
  tell(
    "2025-12-19",
    champion(clock, "3.0", "R11", "2025-11-10", "2025-12-19"),
    champion(clock, "3.1", "R12", "2025-12-19"),
  );
  fourthRun(story, tell);
  tell(
    "2026-01-22",
    champion(clock, "3.1", "R12", "2025-12-19", "2026-01-22"),
    champion(clock, "3.2", "R13", "2026-01-22"),
  );
  const failed = { ...begun(clock, 5, "monthly-2026-02", "2026-02-01"), champion: "fraud-gbm-3.2" };
  tell(
    "2026-02-02",
    look(clock, "monthly", "2026-02", "2026-02-01", "fired"),
    run(5, { ...failed, state: "failed", note: "The chargebacks of January were not there yet." }),
  );
  tell("2026-02-23", look(clock, "drift", "2026-02-23", "2026-02-23", "condition_false"));
  tell("2026-03-02", look(clock, "monthly", "2026-03", "2026-03-01", "cooldown"));
  tell("2026-03-02", look(clock, "drift", "2026-03-02", "2026-03-02", "condition_false"));
  tell("2026-03-09", look(clock, "recall", "2026-03-09", "2026-03-09", "condition_false"));
  seventhRun(clock, tell);
}

type Tell = (day: string, ...facts: StageFact[]) => void;

/** 3.2 came this way: compared, approved by both, promoted. */
function fourthRun(story: Story, tell: Tell): void {
  const { clock } = story;
  const data = {
    ...begun(clock, 4, "by-data", "2026-01-18"),
    ...{ firing: undefined, champion: "fraud-gbm-3.1", challenger: "fraud-gbm-3.2", datasetVersion: "d2026.01" },
    ...{ rows: 40_000, onlyChallenger: 590, onlyChampion: 481 },
    ...compared(
      [20_000, 310, 265],
      [
        ["18-25", 4_800, 74, 63],
        ["26-40", 15_600, 236, 190],
        ["41-60", 14_400, 209, 162],
        ["61+", 5_200, 71, 66],
      ],
    ),
  };
  tell("2026-01-20", run(4, { ...data, state: "awaiting_approval" }));
  const decided = (role: "LD" | "RV", reason: string): StageFact => ({
    ...{ kind: "retrain-approvals", key: `run-4-${role.toLowerCase()}`, by: role },
    data: { run: "run-4", role, decision: "approve", reason },
  });
  const lead = decided("LD", "Better by more than the margin, and on a canary first.");
  const reviewer = decided("RV", "No age band is worse off; the gap stays below its limit.");
  story.on("2026-01-21", "Henrik Vos", (hand) => hand.record(lead.kind, [lead]));
  story.on("2026-01-21", "Priya Raman", (hand) => hand.record(reviewer.kind, [reviewer]));
  const endedAt = clock.moment("2026-01-22", "08:00").toISOString();
  tell("2026-01-22", run(4, { ...data, state: "promoted", endedAt }));
}

/** Fired by drift, better on 40,000 rows, and waiting for two people (lifecycle G1). */
function seventhRun(clock: StoryClock, tell: Tell): void {
  const rejected = {
    ...begun(clock, 6, "by-data", "2026-02-26"),
    ...{ firing: undefined, champion: "fraud-gbm-3.2", challenger: "fraud-gbm-3.1", datasetVersion: "d2025.12" },
    ...{ rows: 4_000, onlyChallenger: 150, onlyChampion: 118, margin: 0.005 },
    ...compared(
      [2_000, 24, 22],
      [
        ["18-25", 700, 26, 21],
        ["26-40", 1_400, 52, 41],
        ["41-60", 1_260, 46, 36],
        ["61+", 640, 26, 20],
      ],
    ),
  };
  tell("2026-02-27", run(6, { ...rejected, state: "rejected", note: "Not superior on the week with the new codes." }));
  const data = {
    ...begun(clock, 7, "drift-2026-03-09", "2026-03-12"),
    ...{ champion: "fraud-gbm-3.2", challenger: "fraud-gbm-3.3", datasetVersion: "d2026.03", cost: 212 },
    ...{ rows: 40_000, onlyChallenger: 612, onlyChampion: 498 },
    ...compared(
      [20_000, 322, 270],
      [
        ["18-25", 4_900, 74, 63],
        ["26-40", 15_700, 248, 205],
        ["41-60", 14_300, 219, 164],
        ["61+", 5_100, 71, 66],
      ],
    ),
  };
  tell("2026-03-12", look(clock, "drift", "2026-03-09", "2026-03-09", "fired", "2026-03-12"));
  tell("2026-03-12", run(7, { ...data, state: "running" }));
  tell("2026-03-13", run(7, { ...data, state: "awaiting_approval" }));
}

function trigger(key: string, data: FactData): StageFact {
  return { kind: "retrain-triggers", key, data: { ...data, enabled: true, cooldownHours: 72, monthlyCap: 4 } };
}

/** `day`: the end of the window or the tick of the schedule, which is at three in Berlin. */
function look(
  { moment }: StoryClock,
  trigger: string,
  name: string,
  day: string,
  reason: string,
  on: string = day,
): StageFact {
  const end = moment(day, trigger === "monthly" ? "02:00" : "00:00").getTime();
  const kind = trigger === "monthly" ? "schedule" : trigger === "recall" ? "performance" : "drift";
  const evaluatedAt = moment(on, "02:05").toISOString();
  const saw = trigger === "drift" ? { driftedShare: 0.25 } : {};
  const data = {
    trigger,
    evaluatedAt,
    fired: reason === "fired",
    reason,
    windowKey: windowKey(kind, end),
    ...(trigger === "drift" && { saw }),
  };
  return { kind: "trigger-firings", key: `${trigger}-${name}`, data };
}

function begun({ moment }: StoryClock, number: number, firing: string, day: string) {
  const startedAt = moment(day, "02:06").toISOString();
  const marginFixedAt = moment("2025-12-01", "09:00").toISOString();
  return { name: `Run ${number}`, firing, startedAt, margin: 0.002, marginFixedAt, repairedByHand: false };
}

type Counts = readonly [rows: number, onlyChallenger: number, onlyChampion: number];

/** On the guardrail of precision and on every age band of stage 4; the bands add up to the rows of the run. */
function compared([all, better, worse]: Counts, groups: readonly (readonly [name: string, ...Counts])[]) {
  return {
    comparisons: [
      {
        ...{ name: "Precision", scope: "guardrail", margin: 0.005 },
        ...{ rows: all, onlyChallenger: better, onlyChampion: worse },
      },
      ...groups.map(([name, rows, onlyChallenger, onlyChampion]) => ({
        ...{ name, scope: "group", rows, onlyChallenger, onlyChampion, margin: 0.01 },
      })),
    ],
    fairness: [{ measure: "false_positive_rate_difference", verdict: "pass" }],
    latencyWithinBudget: true,
  };
}

function run(number: number, data: FactData): StageFact {
  const told = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  return { kind: "retrain-runs", key: `run-${number}`, data: told };
}

function champion({ moment }: StoryClock, number: string, release: string, from: string, to?: string): StageFact {
  const ended = to && { to: moment(to, "12:00").toISOString(), hashVerifiedAt: moment(to, "12:30").toISOString() };
  const data = { modelVersion: `fraud-gbm-${number}`, release, from: moment(from, "12:00").toISOString(), ...ended };
  return { kind: "champion-periods", key: `fraud-gbm-${number}`, data };
}
