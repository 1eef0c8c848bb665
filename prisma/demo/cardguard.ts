import { recordLater } from "./bias-records.ts";
import { cardguardAssessed, recordAssessment } from "./cardguard-assessments.ts";
import { cardguardBiasFacts, cardguardBiasProofs } from "./cardguard-bias-facts.ts";
import { cardguardAssessment, cardguardBuild } from "./cardguard-build.ts";
import { cardguardDataFacts, cardguardProfiles } from "./cardguard-data-facts.ts";
import { CARDGUARD_CRITERIA, cardguardFrame } from "./cardguard-frame.ts";
import { cardguardMeasurements } from "./cardguard-measurements.ts";
import { cardguardModelFacts, cardguardModelsLater } from "./cardguard-model-facts.ts";
import { cardguardMonitoring, cardguardMonitoringFacts } from "./cardguard-monitoring.ts";
import { cardguardDataVersions, cardguardPipelineFacts, cardguardRecentRuns } from "./cardguard-pipeline-facts.ts";
import { cardguardRetraining, cardguardRetrainingFacts } from "./cardguard-retraining.ts";
import { cardguardSolution } from "./cardguard-solution.ts";
import { cardguardBenefits, cardguardCase } from "./case-facts.ts";
import { CARDGUARD_FRAMINGS, earlierFramings } from "./earlier-framings.ts";
import type { Cast } from "./people.ts";
import { recordAll } from "./pipeline-records.ts";
import { openStory, ownerOf, type Story } from "./story.ts";
import type { StoryClock } from "./story-clock.ts";
import { finish, type Passage, walk } from "./walk.ts";

/** G1: live, everything passed, and recall on its way down: one more bad week and it is breached. */
export function cardguard(clock: StoryClock, cast: Cast): Story {
  const story = openStory(clock, cast, {
    slug: "card",
    name: "Card fraud scoring",
    summary: "Stop card-not-present fraud before it settles",
    tier: 3,
    affectsPeople: true,
    currency: "EUR",
    timeZone: "Europe/Berlin",
    createdOn: "2025-03-03",
    lead: "Henrik Vos",
    team: {
      "Mara Lind": ["PM"],
      "Henrik Vos": ["LD"],
      "Tomas Okafor": ["ML"],
      "Ines Duarte": ["ML"],
      "Priya Raman": ["RV"],
      "Jo Akers": ["VW"],
    },
  });
  frame(story);
  build(story);
  assess(story);
  cardguardSolution(story);
  operate(story);
  cardguardMeasurements(story);
  talk(story);
  return story;
}

function frame(story: Story): void {
  const documents = cardguardFrame(story.cast("Mara Lind").userId);
  const draft = Object.keys(documents.case).slice(0, 9);
  walk(story, {
    ...{ stage: "business-case", by: "Mara Lind", start: "2025-03-03", submit: "2025-03-12", done: "2025-03-14" },
    ...{ document: documents.case, draft, facts: cardguardCase(story.clock) },
    proofs: { "1.3": { kind: "metric", label: "Recall of the fourteen rules, twelve months", value: 0.52 } },
  });
  earlierFramings(story, "Mara Lind", documents.case, CARDGUARD_FRAMINGS);
  story.on("2026-03-04", "Mara Lind", (hand) => hand.record("benefit-realised", cardguardBenefits(story.clock.day)));
  for (const criterion of CARDGUARD_CRITERIA)
    story.on("2025-03-13", "Mara Lind", (hand) =>
      hand.criterion({ ...criterion, owner: ownerOf(story, criterion.kind) }),
    );
  walk(story, {
    ...{ stage: "success-criteria", by: "Mara Lind", start: "2025-03-12", submit: "2025-03-24", done: "2025-03-26" },
    document: documents.criteria,
  });
  story.feed("2025-03-20");
}

function build(story: Story): void {
  const documents = cardguardBuild(story.cast("Tomas Okafor").userId, story.clock);
  const pass = (stage: string, rest: Omit<Passage, "stage" | "document">) => {
    const passage = { stage, document: documents[stage] ?? {}, ...rest };
    walk(story, passage);
    return passage;
  };
  pass("data-selection", {
    ...{ by: "Tomas Okafor", start: "2025-03-17", submit: "2025-04-07", done: "2025-04-09" },
    facts: cardguardDataFacts(story.clock),
  });
  story.on("2026-03-02", "Tomas Okafor", (hand) =>
    hand.record("quality-profiles", cardguardProfiles(story.clock, "2026-03-02")),
  );
  bias(story, documents["data-bias"] ?? {});
  pass("data-pipeline", {
    ...{ by: "Tomas Okafor", start: "2025-04-14", submit: "2025-07-16", done: "2025-07-18" },
    facts: cardguardPipelineFacts(story.clock),
  });
  story.on("2025-06-02", "Tomas Okafor", (hand) =>
    hand.move("data-pipeline", "block", {
      reason: "The new fingerprint contract is unsigned, so the device feed is switched off.",
      blockedBy: "Device vendor",
      expectedUntil: story.clock.day("2025-06-20"),
    }),
  );
  story.on("2025-06-27", "Tomas Okafor", (hand) => hand.move("data-pipeline", "unblock"));
  pass("model", {
    ...{ by: "Ines Duarte", start: "2025-06-30", submit: "2025-09-17", done: "2025-09-19" },
    draft: ["approachSummary", "split", "searchStrategy", "transferLearning"],
    proofs: {
      "6.1": { kind: "metric", label: "Recall gained over the rules, lower bound", value: 0.187 },
      "6.5": { kind: "metric", label: "Slices evaluated, none below its guardrail", value: 22, unit: "slices" },
    },
    facts: cardguardModelFacts(story.clock),
  });
  recordAll(story, "Tomas Okafor", cardguardDataVersions(story.clock));
  recordAll(story, "Ines Duarte", cardguardModelsLater(story.clock));
  recordAll(story, "Tomas Okafor", [{ day: "2026-03-13", facts: cardguardRecentRuns(story.clock) }]);
  pass("integration", {
    ...{ by: "Tomas Okafor", start: "2025-09-22", submit: "2025-11-05", done: "2025-11-07" },
    proofs: { "7.4": { kind: "metric", label: "p95 at 1,350 requests a second", value: 61, unit: "ms" } },
    facts: [],
  });
}

/** Sent back once: the measures were named, but not why the others were not. */
function bias(story: Story, document: NonNullable<Passage["document"]>): void {
  const by = "Ines Duarte";
  const unfinished = {
    ...document,
    fairnessRationale: "False positives first, since a stopped honest payment is the harm.",
  };
  walk(story, {
    stage: "data-bias",
    by,
    start: "2025-03-31",
    submit: "2025-04-11",
    document: unfinished,
    facts: cardguardBiasFacts(story.clock),
  });
  recordLater(story, cardguardBiasProofs(story.clock));
  story.on("2025-04-15", "Priya Raman", (hand) =>
    hand.move("data-bias", "send-back", {
      reason:
        "Say why demographic parity is not among the measures; base rates differ, and the register needs that sentence.",
    }),
  );
  story.on("2025-04-18", by, (hand) => hand.save("data-bias", document));
  finish(story, { stage: "data-bias", by, start: "2025-04-15", submit: "2025-04-18", done: "2025-04-22", document });
}

/** Passed on the canary before full roll-out; done again on production for the third release. */
function assess(story: Story): void {
  const { day } = story.clock;
  const stage = "solution-bias";
  const by = "Ines Duarte";
  const canary = cardguardAssessment("R11", "canary", [day("2025-10-27"), day("2025-11-06"), day("2026-04-15")]);
  const first = cardguardAssessed(story, "R11", "canary", ["2025-10-27", "2025-11-06", "2025-11-07"], 0.5);
  recordAssessment(story, "2025-11-07", "R11-canary-assessment", first);
  walk(story, {
    stage,
    by,
    start: "2025-10-27",
    submit: "2025-11-07",
    done: "2025-11-10",
    document: canary,
    facts: [],
  });
  const reason = "R13 went to all traffic; it needs an assessment of its own on production decisions.";
  story.on("2026-02-23", "Henrik Vos", (hand) => hand.move(stage, "reopen", { reason }));
  const production = cardguardAssessment("R13", "production", [
    day("2026-01-23"),
    day("2026-02-28"),
    day("2026-08-15"),
  ]);
  story.on("2026-03-02", by, (hand) => hand.save(stage, production));
  const measured = cardguardAssessed(story, "R13", "production", ["2026-01-23", "2026-02-28", "2026-03-02"]);
  recordAssessment(story, "2026-03-02", "R13-production-assessment", measured);
  finish(story, { stage, by, start: "2026-02-23", submit: "2026-03-03", done: "2026-03-05", document: production });
}

function operate(story: Story): void {
  const documents = cardguardBuild("", story.clock);
  for (const day of ["2025-11-12", "2025-11-25", "2025-12-08"]) story.feed(day);
  walk(story, {
    ...{ stage: "monitoring", by: "Tomas Okafor", start: "2025-10-20", submit: "2025-11-26", done: "2025-11-28" },
    document: documents.monitoring ?? {},
    facts: cardguardMonitoringFacts(story.clock),
  });
  walk(story, {
    ...{ stage: "retraining", by: "Ines Duarte", start: "2025-12-01" },
    ...{ document: documents.retraining ?? {}, open: ["10.8"], facts: cardguardRetrainingFacts(story.clock) },
  });
  cardguardMonitoring(story);
  cardguardRetraining(story);
  story.feed("2025-12-16");
  story.on("2025-12-16", "Tomas Okafor", (hand) =>
    hand.acknowledge("latency_p99", "R12 waits for the device lookup under load. Rolled back in four minutes."),
  );
  story.feed("2025-12-18");
  story.feed("2025-12-19");
  for (const day of ["2026-01-02", "2026-01-15", "2026-01-28", "2026-02-10", "2026-02-22", "2026-03-06"])
    story.feed(day);
  const reason =
    "Recall has fallen week after week while merchant categories drift. It is not breached yet; find out why before it is.";
  story.on("2026-03-09", "Henrik Vos", (hand) => hand.move("monitoring", "flag", { reason }));
}

function talk(story: Story): void {
  story.on("2025-03-06", "Henrik Vos", (hand) =>
    hand.say("business-case", "Is the 210,000 a month net of the review team?"),
  );
  story.on("2025-03-07", "Mara Lind", (hand) =>
    hand.say("business-case", "Yes. The desk sits under run cost, and finance confirmed both figures."),
  );
  story.on("2026-03-09", "Tomas Okafor", (hand) =>
    hand.say(
      "monitoring",
      "merchant_category is at a PSI of 0.31 for the third week: two large marketplaces changed their codes.",
    ),
  );
  story.on("2026-03-10", "Priya Raman", (hand) =>
    hand.say(
      "monitoring",
      "Does the new mix touch one age band more than the others? The gap is at 0.0013, so not yet visible.",
    ),
  );
  story.on("2026-03-12", "Ines Duarte", (hand) =>
    hand.say("monitoring", "A challenger on the last 18 months is training. Its gap by age is part of the comparison."),
  );
  const marks = [
    ["2025-11-10", "R11 to all traffic"],
    ["2025-12-15", "R12 canary rolled back"],
    ["2025-12-19", "R12 to all traffic"],
    ["2026-01-22", "R13 promoted"],
    ["2026-02-16", "Marketplaces change merchant codes"],
  ] as const;
  for (const [day, text] of marks) story.on(day, "Tomas Okafor", (hand) => hand.note(text));
  for (const name of ["Mara Lind", "Tomas Okafor", "Ines Duarte", "Henrik Vos", "Priya Raman", "Jo Akers"] as const)
    story.on("2026-03-13", name, (hand) => hand.star());
}
