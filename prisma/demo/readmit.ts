import { recordLater } from "./bias-records.ts";
import { readmitCase } from "./case-facts.ts";
import { earlierFramings, READMIT_FRAMINGS } from "./earlier-framings.ts";
import type { Cast, Name } from "./people.ts";
import { recordAll } from "./pipeline-records.ts";
import { readmitBiasFacts, readmitBiasProofs } from "./readmit-bias-facts.ts";
import { readmitAssessment, readmitBuild } from "./readmit-build.ts";
import { readmitDataFacts, readmitProfiles } from "./readmit-data-facts.ts";
import { READMIT_CRITERIA, readmitFrame } from "./readmit-frame.ts";
import { readmitModelFacts, readmitPipelineFacts, readmitRecentRuns } from "./readmit-model-facts.ts";
import { readmitMonitoringFacts } from "./readmit-monitoring.ts";
import { readmitSolution } from "./readmit-solution.ts";
import { openStory, ownerOf, type Story } from "./story.ts";
import type { StoryClock } from "./story-clock.ts";
import { type Passage, walk } from "./walk.ts";

/** G2: on two wards, where uninsured patients turned out to be found less often; the last bias check came back. */
export function readmit(clock: StoryClock, cast: Cast): Story {
  const story = openStory(clock, cast, {
    slug: "read",
    name: "Readmission risk",
    summary: "Follow up the patients who would otherwise come back",
    tier: 3,
    affectsPeople: true,
    currency: "GBP",
    timeZone: "Europe/London",
    createdOn: "2025-02-28",
    lead: "Henrik Vos",
    team: {
      "Mara Lind": ["PM"],
      "Henrik Vos": ["LD"],
      "Ines Duarte": ["ML"],
      "Priya Raman": ["RV"],
      "Tomas Okafor": ["VW"],
      "Jo Akers": ["VW"],
    },
  });
  frame(story);
  readmitSolution(story);
  build(story);
  pilot(story);
  measurements(story);
  talk(story);
  return story;
}

function frame(story: Story): void {
  const documents = readmitFrame(story.cast("Mara Lind").userId);
  walk(story, {
    ...{ stage: "business-case", by: "Mara Lind", start: "2025-02-28", submit: "2025-06-04", done: "2025-06-06" },
    ...{ document: documents.case, draft: Object.keys(documents.case).slice(0, 12) },
    facts: readmitCase(story.clock),
    proofs: { "1.3": { kind: "metric", label: "Area under the curve of the paper score", value: 0.61 } },
  });
  earlierFramings(story, "Mara Lind", documents.case, READMIT_FRAMINGS);
  for (const criterion of READMIT_CRITERIA)
    story.on("2025-06-02", "Mara Lind", (hand) =>
      hand.criterion({ ...criterion, owner: ownerOf(story, criterion.kind) }),
    );
  walk(story, {
    ...{ stage: "success-criteria", by: "Mara Lind", start: "2025-05-26", submit: "2025-06-18", done: "2025-06-20" },
    document: documents.criteria,
  });
  story.feed("2025-06-16");
}

function build(story: Story): void {
  const by: Name = "Ines Duarte";
  const documents = readmitBuild(story.cast(by).userId, story.clock);
  const pass = (stage: string, start: string, submit: string, done: string, rest: Partial<Passage> = {}) =>
    walk(story, { stage, by, document: documents[stage] ?? {}, start, submit, done, ...rest });
  pass("data-selection", "2025-06-16", "2025-08-14", "2025-08-20", {
    proofs: {
      "3.7": { kind: "metric", label: "Agreement of two coders", value: 0.937 },
      "3.8": { kind: "metric", label: "Representation ratio, uninsured", value: 0.64 },
    },
    facts: readmitDataFacts(story.clock),
  });
  story.on("2026-03-03", by, (hand) => hand.record("quality-profiles", readmitProfiles(story.clock, "2026-03-03")));
  pass("data-bias", "2025-07-07", "2025-09-08", "2025-09-12", {
    proofs: { "4.2": { kind: "metric", label: "Representation ratio, uninsured", value: 0.64 } },
    facts: readmitBiasFacts(story.clock),
  });
  recordLater(story, readmitBiasProofs(story.clock));
  pass("data-pipeline", "2025-08-25", "2025-11-05", "2025-11-07", { facts: readmitPipelineFacts(story.clock) });
  pass("model", "2025-10-06", "2025-12-17", "2025-12-19", {
    proofs: { "6.1": { kind: "metric", label: "Area gained over the paper score, lower bound", value: 0.104 } },
    facts: readmitModelFacts(story.clock),
  });
  recordAll(story, by, [{ day: "2026-03-13", facts: readmitRecentRuns(story.clock) }]);
  pass("integration", "2026-01-05", "2026-02-12", "2026-02-12", {
    facts: [],
    proofs: { "7.6": { kind: "metric", label: "Discharges compared in shadow", value: 2_860, unit: "discharges" } },
  });
  // Use on all wards was planned for the 330th day; today is the 382nd, and it is still ahead.
  const plan = { ownerId: story.cast(by).userId, dueOn: story.clock.day("2026-01-24") };
  story.on("2026-01-06", "Henrik Vos", (hand) => hand.plan("integration", plan));
}

/** The shadow passed; the canary did not, a rule sent the stage back, and its second iteration is under way. */
function pilot(story: Story): void {
  const by: Name = "Ines Duarte";
  const { day } = story.clock;
  const stage = "solution-bias";
  const shadow = readmitAssessment("shadow", [day("2026-01-12"), day("2026-02-08"), day("2026-07-31")]);
  walk(story, {
    stage,
    by,
    start: "2026-01-19",
    submit: "2026-02-13",
    done: "2026-02-13",
    document: shadow,
    facts: [],
  });
  const { monitoring = {} } = readmitBuild("", story.clock);
  walk(story, {
    ...{ stage: "monitoring", by, start: "2026-02-09", document: monitoring, open: ["9.6", "9.8", "9.9"] },
    facts: readmitMonitoringFacts(story.clock),
  });
  story.feed("2026-02-16");
  story.feed("2026-02-23");
  story.feed("2026-03-04");
  story.feed("2026-03-11");
  story.on("2026-02-24", by, (hand) => hand.move(stage, "rework"));
  const canary = readmitAssessment("canary", [day("2026-02-09"), day("2026-03-06"), day("2026-08-31")]);
  const { residualStatement: _, nextReview: __, ...unfinished } = canary;
  story.on("2026-03-09", by, (hand) => hand.save(stage, unfinished));
  story.on("2026-02-25", by, (hand) =>
    hand.say(
      stage,
      "45 of the 80 uninsured patients who came back were on the list, against three of four elsewhere. The care-pathway threshold does it; the two community hospitals would bring fourteen more months.",
      true,
    ),
  );
}

function measurements(story: Story): void {
  const wired = (value: number) => ({ wired: { on: "2025-06-12", value } });
  const pilot = { since: "2026-01-12", pointsPerWindow: 7 };
  story.measure({
    ...{ name: "readmissions_per_100", unit: "per 100" },
    curve: { ...pilot, ...wired(14.8), from: 14.6, to: 14.1, wobble: 0.3, tail: [13.9, 13.8], n: 190 },
  });
  story.measure({
    ...{ name: "auc", unit: "", labels: { split: "test" } },
    curve: {
      since: "2025-10-20",
      ...wired(0.61),
      from: 0.688,
      to: 0.73,
      wobble: 0.003,
      tail: [0.73, 0.729, 0.731],
      n: 4_100,
    },
  });
  story.measure({
    ...{ name: "calibration_error", unit: "" },
    curve: { ...pilot, ...wired(0.045), from: 0.027, to: 0.025, wobble: 0.0008, tail: [0.025, 0.024], n: 700 },
  });
  story.measure({
    ...{ name: "scoring_ms_p95", unit: "ms" },
    curve: { ...pilot, ...wired(900), from: 350, to: 318, wobble: 9, tail: [305, 310], n: 2_400, decimals: 0 },
  });
  story.measure({
    ...{ name: "tpr_gap", unit: "", labels: { attribute: "insurance" } },
    curve: {
      ...pilot,
      pointsPerWindow: 1,
      ...wired(0.1875),
      from: 0.075,
      to: 0.085,
      wobble: 0.004,
      tail: [0.171, 0.178, 0.182, 0.19, 0.1875],
      n: 640,
    },
  });
}

function talk(story: Story): void {
  story.on("2025-05-21", "Priya Raman", (hand) =>
    hand.say(
      "business-case",
      "Is this a medical device? If it is, a third party has to assess it and we are in the high class.",
    ),
  );
  story.on("2025-05-22", "Mara Lind", (hand) =>
    hand.say(
      "business-case",
      "We treat it as one until the regulator says otherwise. The answer is in the risk questions.",
    ),
  );
  story.on("2026-03-02", "Priya Raman", (hand) =>
    hand.say(
      "solution-bias",
      "Please name the limit for the group of other insurances too, or ask for an exemption: 20 patients.",
    ),
  );
  story.on("2026-03-04", "Ines Duarte", (hand) =>
    hand.say(
      "solution-bias",
      "Exemption it is. The new threshold has run for a week and the follow-up is being counted.",
    ),
  );
  story.on("2026-01-12", "Ines Duarte", (hand) => hand.note("R3 in shadow"));
  story.on("2026-02-09", "Ines Duarte", (hand) => hand.note("R3 on two wards"));
  for (const name of ["Mara Lind", "Ines Duarte", "Henrik Vos", "Priya Raman", "Jo Akers"] as const)
    story.on("2026-03-13", name, (hand) => hand.star());
}
