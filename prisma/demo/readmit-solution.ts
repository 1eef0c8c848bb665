import type { AssessmentData } from "#stages/solution-bias/assessment-record.ts";
import { readmitBiasFacts } from "./readmit-bias-facts.ts";
import {
  assessmentFact,
  canaryFact,
  deploymentFact,
  eventFact,
  notesOn,
  releaseFact,
  runbookFact,
  type Tell,
  tellerOf,
  testFact,
  type Watched,
} from "./solution-records.ts";
import type { Story } from "./story.ts";

const PINS = ["d2025.11", "cc0417", "readmit-gbm-1.4"] as const;
const BY = "Ines Duarte";
const HOW_LONG = { shadow: 672, canary: 1_344 } as const;

/** R3: four weeks in shadow, two wards since, a canary that passed, and a gap between groups that did not. */
export function readmitSolution(story: Story): void {
  const at = story.clock.moment;
  const tell = tellerOf(story, BY);
  const shadow = {
    release: "R3",
    strategy: "shadow",
    traffic: 0,
    from: at("2026-01-12"),
    hours: HOW_LONG.shadow,
  } as const;
  tell("2026-01-12", [
    releaseFact("R3", PINS, at("2026-01-09", "14:00")),
    deploymentFact("R3-shadow", shadow),
    eventFact("R3-shadow", "started", at("2026-01-12"), { traffic: 0 }),
  ]);
  const canary = { release: "R3", strategy: "canary", traffic: 0.1, from: at("2026-02-09", "06:00") } as const;
  tell("2026-02-09", [
    deploymentFact("R3-shadow", { ...shadow, over: { at: at("2026-02-09") } }),
    eventFact("R3-shadow", "ended", at("2026-02-09")),
    deploymentFact("R3-canary", { ...canary, hours: HOW_LONG.canary }),
    eventFact("R3-canary", "started", at("2026-02-09", "06:00"), { traffic: 0.1 }),
  ]);
  tell("2026-02-12", [
    testFact("R3-end-to-end", "R3 from the record to the list", at("2026-01-08", "14:00"), {
      kind: "integration",
      release: "R3",
    }),
    testFact("R3-load", "R3 at twice the peak", at("2026-01-10", "15:00"), {
      ...{ kind: "load", release: "R3", rps: 10, p50: 180, p95: 312, p99: 420, errors: 0 },
    }),
    testFact("R3-shadow-comparison", "R3 against the paper score in shadow", at("2026-02-08", "18:00"), {
      ...{ kind: "shadow_comparison", release: "R3", requests: 2_860 },
    }),
    testFact("rollback-2026-01", "Back to the paper score", at("2026-01-30", "10:00"), {
      kind: "rollback_drill",
      minutes: 22,
    }),
    runbookFact(
      "list-late",
      {
        name: "The morning list is late or missing",
        url: "https://wiki.aldhelm.example/readmit/runbook",
        owner: "Ines Duarte",
        onCall: "Ward informatics, bleep 4410",
        lastDrill: "rollback-2026-01",
      },
      at("2026-02-11"),
    ),
    canaryFact(
      "R3-canary-verdict",
      { name: "R3 on two wards", release: "R3", deployment: "R3-canary", judgedAt: at("2026-02-12", "05:00") },
      WATCHED,
      { model: 50, operation: 50 },
    ),
  ]);
  proofThatDidNotLast(story);
  pilotAssessments(story, tell);
}

/** Thirteen of the model, one of which moved too far: 12 of 13 by half of the weight is 96.2. */
const WATCHED: Watched[] = [
  ["Patients called a day", "model", "up", 14, 1.25],
  ...(
    [
      ["Mean score", 0.142],
      ["Score of the patients called", 0.31],
      ["Scores above 0.5", 0.034],
      ["Scores without laboratory results", 0.06],
      ["Rank change against the paper score", 0.22],
      ["Calls to private patients", 0.41],
      ["Calls to public patients", 0.5],
      ["Calls to uninsured patients", 0.075],
      ["Calls to patients over 80", 0.2],
      ["Patients dropped by nurses", 0.048],
      ["Patients added by nurses", 0.05],
      ["Calibration error", 0.024],
    ] as const
  ).map(([name, centre]): Watched => [name, "model", "up", centre]),
  ["Scoring time p95, ms", "operation", "up", 305, 1, true],
  ["Batches that came late", "operation", "up", 0.6],
  ["Errors a batch", "operation", "up", 0.9],
];

/** A sample promised what the delivery did not hold: the canary showed it, and the proof was taken back. */
function proofThatDidNotLast(story: Story): void {
  const { clock } = story;
  const planned = readmitBiasFacts(clock).find(({ key }) => key === "community-hospitals");
  if (!planned) throw new Error("READMIT plans to add two community hospitals");
  const proven = {
    ...planned.data,
    ...{ verified: true, doneOn: clock.day("2026-01-28"), measured: 0.82 },
    evidence: "A sample of 400 stays of the two hospitals, before the delivery",
  };
  story.on("2026-01-29", BY, (hand) => hand.record(planned.kind, [{ key: planned.key, data: proven }]));
  story.on("2026-02-25", BY, (hand) => hand.record(planned.kind, [planned]));
}

const REST = { private: [180, 120, 60, 640], public: [210, 150, 90, 750], other: [3, 2, 4, 11] } as const;
const SHADOW: Counted = {
  private: [180, 120, 60, 640],
  public: [222, 150, 78, 750],
  uninsured: [53, 33, 26, 188],
  other: REST.other,
};
const FIRST = { private: REST.private, public: REST.public, uninsured: [45, 27, 35, 193], other: REST.other } as const;
const SECOND = { ...FIRST, uninsured: [58, 39, 22, 181] } as const;

/** On shadow it passed; on the canary the gap failed, was mended and measured again. The reviewer has not signed that yet. */
function pilotAssessments(story: Story, tell: Tell): void {
  const { day, moment } = story.clock;
  const iso = (of: string) => moment(of).toISOString();
  const assessed = (
    name: string,
    dataSource: "shadow" | "canary",
    groups: Counted,
    dates: readonly [string, string, string],
  ): AssessmentData => ({
    ...{
      name,
      release: "R3",
      dataSource,
      attribute: "insurance",
      favourableOutcome: "positive",
      measures: [...MEASURES],
    },
    period: { from: iso(dates[0]), to: iso(dates[1]) },
    groups: Object.entries(groups).map(([group, [tp, fp, fn, tn]]) => ({
      name: group,
      tp,
      fp,
      fn,
      tn,
      protected: group !== "other",
    })),
    assessedAt: iso(dates[2]),
  });
  const shadow = assessed("R3 in shadow", "shadow", SHADOW, ["2026-01-12", "2026-02-08", "2026-02-11"]);
  tell("2026-02-12", [assessmentFact("R3-shadow-assessment", shadow)]);
  const reason = "Four weeks in shadow are few; the canary is measured by the same limits before anything grows.";
  const exempt = {
    ...{ assessment: "R3-shadow-assessment", group: "other", role: "RV" },
    reason: "Twenty patients of several small schemes; the ward sister reads each of these cases.",
  };
  story.on("2026-02-12", "Priya Raman", async (hand) => {
    await hand.record("fairness-acceptances", notesOn("R3-shadow-assessment", shadow, day("2026-07-31"), reason));
    await hand.record("group-exemptions", [{ key: "R3-shadow-other", data: exempt }]);
  });
  const first = assessed("Assessment 1: R3 on two wards", "canary", FIRST, ["2026-02-09", "2026-02-24", "2026-02-25"]);
  tell("2026-02-25", [assessmentFact("R3-canary-assessment-1", first)]);
  const second = assessed("Assessment 2: after the threshold", "canary", SECOND, [
    "2026-02-27",
    "2026-03-11",
    "2026-03-12",
  ]);
  const because = { assessment: "R3-canary-assessment-1", owner: BY };
  tell("2026-03-12", [
    assessmentFact("R3-canary-assessment-2", second),
    {
      kind: "remediations",
      key: "care-pathway-threshold",
      data: {
        ...{ ...because, technique: "A threshold for each care pathway", phase: "post", doneOn: day("2026-02-27") },
        expectedEffect: "Uninsured patients who return are found as often as others.",
        followUp: "R3-canary-assessment-2",
      },
    },
    {
      kind: "remediations",
      key: "fourteen-months",
      data: {
        ...{ ...because, technique: "Fourteen months from two community hospitals", phase: "data" },
        expectedEffect: "Enough uninsured patients in the data; the delivery is awaited.",
      },
    },
  ]);
}

type Counts = readonly [tp: number, fp: number, fn: number, tn: number];
type Counted = Readonly<Record<string, Counts>>;

const MEASURES = [
  { metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.1 },
  { metric: "demographic_parity_ratio", kind: "at_least", threshold: 0.8 },
  { metric: "false_positive_rate_difference", kind: "at_most", threshold: 0.1 },
  { metric: "predictive_parity_difference", kind: "at_most", threshold: 0.1 },
] as const;
