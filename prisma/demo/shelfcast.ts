import { shelfcastCase } from "./case-facts.ts";
import { earlierFramings, SHELFCAST_FRAMINGS } from "./earlier-framings.ts";
import type { Cast, Name } from "./people.ts";
import { recordAll } from "./pipeline-records.ts";
import { shelfcastPipelines, shelfcastRuns, shelfcastTraining, shelfcastVersions } from "./shelfcast-build-facts.ts";
import { shelfcastDataFacts, shelfcastProfiles } from "./shelfcast-data-facts.ts";
import { SHELFCAST_CRITERIA, shelfcastDocuments } from "./shelfcast-documents.ts";
import { openStory, ownerOf, type Story } from "./story.ts";
import type { StoryClock } from "./story-clock.ts";
import { putAside, walk } from "./walk.ts";

/** G3: a proof of concept that is better than its baseline, while its pipeline waits for another team. */
export function shelfcast(clock: StoryClock, cast: Cast): Story {
  const story = openStory(clock, cast, {
    slug: "shelf",
    name: "Fresh food forecast",
    summary: "Throw less away, run out less often",
    tier: 1,
    affectsPeople: false,
    currency: "EUR",
    timeZone: "Europe/Paris",
    createdOn: "2025-11-03",
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
  told(story);
  measurements(story);
  talk(story);
  return story;
}

function told(story: Story): void {
  const by: Name = "Tomas Okafor";
  const documents = shelfcastDocuments(story.cast("Mara Lind").userId, story.cast(by).userId);
  const document = (stage: string) => documents[stage] ?? {};
  walk(story, {
    ...{ stage: "business-case", by: "Mara Lind", start: "2025-11-03", submit: "2025-11-14", done: "2025-11-17" },
    ...{ document: document("business-case"), facts: shelfcastCase(story.clock) },
    draft: Object.keys(document("business-case")).slice(0, 4),
  });
  earlierFramings(story, "Mara Lind", document("business-case"), SHELFCAST_FRAMINGS);
  for (const criterion of SHELFCAST_CRITERIA)
    story.on("2025-11-18", "Mara Lind", (hand) =>
      hand.criterion({ ...criterion, owner: ownerOf(story, criterion.kind) }),
    );
  walk(story, {
    ...{ stage: "success-criteria", by: "Mara Lind", start: "2025-11-17", submit: "2025-11-27", done: "2025-11-28" },
    document: document("success-criteria"),
  });
  walk(story, {
    ...{ stage: "data-selection", by, start: "2025-11-24", submit: "2025-12-18", done: "2025-12-19" },
    document: document("data-selection"),
    facts: shelfcastDataFacts(story.clock),
  });
  story.on("2026-03-02", by, (hand) => hand.record("quality-profiles", shelfcastProfiles(story.clock, "2026-03-02")));
  const nobody = "Items and shops are forecast; no person is scored, and nobody’s treatment depends on it.";
  putAside(story, "data-bias", "2025-12-22", nobody);
  putAside(story, "solution-bias", "2025-12-22", nobody);
  walk(story, {
    ...{ stage: "data-pipeline", by, start: "2026-01-12", document: document("data-pipeline"), open: ["5.2"] },
    facts: shelfcastPipelines(),
  });
  // Everything was planned to be there on 20 February: late by then, which makes its health 76.5.
  const plan = (who: Name) => ({ ownerId: story.cast(who).userId, dueOn: story.clock.day("2026-02-20") });
  story.on("2026-01-13", "Henrik Vos", (hand) => hand.plan("data-pipeline", plan(by)));
  story.on("2026-01-27", "Henrik Vos", (hand) => hand.plan("model", plan("Ines Duarte")));
  walk(story, {
    ...{ stage: "model", by: "Ines Duarte", start: "2026-01-26", document: document("model"), open: ["6.7"] },
    proofs: { "6.1": { kind: "metric", label: "Weighted error with promotions, against 0.310", value: 0.236 } },
  });
  recordAll(story, by, [...shelfcastVersions(story.clock), { day: "2026-03-12", facts: shelfcastRuns(story.clock) }]);
  recordAll(story, "Ines Duarte", shelfcastTraining(story.clock));
  story.on("2026-03-05", by, (hand) =>
    hand.move("data-pipeline", "block", {
      reason: "Two of the last ten runs failed: the promotions file was missing, and nobody owns it at weekends.",
      blockedBy: "Promotions team",
      expectedUntil: story.clock.day("2026-03-20"),
    }),
  );
}

function measurements(story: Story): void {
  const weekly = { since: "2026-01-12", n: 980_000 };
  story.measure({
    ...{ name: "wape", unit: "", labels: { split: "backtest" } },
    curve: { ...weekly, from: 0.268, to: 0.244, wobble: 0.003, tail: [0.241, 0.239, 0.236] },
  });
  story.measure({
    ...{ name: "order_bias", unit: "", labels: { split: "backtest" } },
    curve: { ...weekly, from: -0.047, to: -0.036, wobble: 0.003, tail: [-0.035, -0.033, -0.031] },
  });
}

function talk(story: Story): void {
  story.on("2026-03-06", "Mara Lind", (hand) =>
    hand.say("data-pipeline", "Who sends the promotions file on Saturdays? I can raise it with trading."),
  );
  story.on("2026-03-09", "Tomas Okafor", (hand) =>
    hand.say("data-pipeline", "Nobody, it turns out. They promised a weekend rota by the end of next week."),
  );
  story.on("2026-02-02", "Ines Duarte", (hand) => hand.note("Promotions added to the features"));
  for (const name of ["Mara Lind", "Tomas Okafor", "Henrik Vos", "Jo Akers"] as const)
    story.on("2026-03-13", name, (hand) => hand.star());
}
