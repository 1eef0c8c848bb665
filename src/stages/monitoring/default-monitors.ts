import { answerIn } from "#stages/answer-at.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import type { FactBag } from "#stages/fact.ts";
import type { CriterionFacts, StageFacts } from "#stages/facts.ts";
import { watchedFeatures } from "#stages/monitoring/coverage.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { PLACES_CHANGED } from "#stages/monitoring/explanation-alert.ts";
import { explanationSnapshot } from "#stages/monitoring/explanation-snapshot.ts";
import { type MonitorData, monitor, REFERENCE_DAYS } from "#stages/monitoring/monitor.ts";
import { slo } from "#stages/monitoring/slo.ts";
import { mustHaves } from "#stages/success-criteria/rules.ts";

/** A monitor that the project needs and has not got: ready to be recorded, and why. */
export type ProposedMonitor = { key: string; data: MonitorData; why: string };
/** What has to be recorded before something can be watched. `path`: within the project. */
export type MissingBefore = { what: string; why: string; path: string; action: string };
export type MonitorProposals = { ready: ProposedMonitor[]; missing: MissingBefore[] };

/** A series that holds points already, the criteria that it measures, and how long it takes from one point to the next. */
export type KnownSeries = { name: string; criteria: readonly string[]; intervalSeconds: number | null };

type Sight = {
  facts: StageFacts;
  series: readonly KnownSeries[];
  has: (what: MonitorData["what"], target: string) => boolean;
};

const DAY_SECONDS = 86_400;

/**
 * The default monitors of C7 that are not there yet: must-have criteria and their data; from tier 2 also the sources,
 * objectives, latency, missing features, overrides and explanations. A monitor that somebody switched off counts as there.
 * Features with a drift reference are watched without a monitor; those without one need the reference first.
 */
export function monitorProposals(facts: StageFacts, series: readonly KnownSeries[]): MonitorProposals {
  const known = facts.of(monitor);
  const has: Sight["has"] = (what, target) =>
    known.some(({ data }) => data.what === what && (data.target === target || data.series === target));
  const sight: Sight = { facts, series, has };
  const light = facts.tier === 1;
  return {
    ready: [
      ...ofCriteria(sight),
      ...(light ? [] : [...ofSources(sight), ...ofObjectives(sight), ...ofLatency(sight), ...ofRates(sight)]),
      ...(light ? [] : ofExplanations(sight)),
    ],
    missing: light ? [] : [...unreferenced(sight), ...unbrought(sight), ...withoutObjective(sight)],
  };
}

function ofCriteria({ facts, series, has }: Sight): ProposedMonitor[] {
  const musts = mustHaves(facts.criteria).filter(({ phase }) => phase !== "offline");
  const targets = musts.filter(({ key }) => !has("criterion", key) && !has("threshold", key));
  const silent = musts.filter(({ key, phase, hasPoints }) => phase === "production" && hasPoints && !has("stale", key));
  return [
    ...targets.map(({ key, name, windowSeconds }) =>
      proposed(`${key}-target`, `${name} is a must-have: you hear of a missed target before it is a breach.`, {
        ...{ name: `${name} misses its target`, what: "criterion", target: key, severity: "warning" },
        forSeconds: Math.min(windowSeconds ?? DAY_SECONDS, 31 * DAY_SECONDS),
      }),
    ),
    ...silent.map((criterion) =>
      proposed(`${criterion.key}-data`, `${criterion.name} is a must-have: silence must not pass for success.`, {
        ...{ name: `Data of ${criterion.name}`, what: "stale", target: criterion.key },
        ...{ intervalSeconds: intervalOf(criterion, series), severity: facts.tier === 3 ? "critical" : "warning" },
      }),
    ),
  ];
}

/** As its points came until now; without two of them, a window. */
function intervalOf({ key, windowSeconds }: CriterionFacts, known: readonly KnownSeries[]): number {
  const measured = known.find(({ criteria }) => criteria.includes(key))?.intervalSeconds;
  return measured ?? windowSeconds ?? DAY_SECONDS;
}

function ofSources({ facts, has }: Sight): ProposedMonitor[] {
  return requiredSources(facts).flatMap(({ key, data }) => {
    const brings = broughtBy(facts, key);
    if (!brings || has("stale", key) || has("stale", data.name)) return [];
    return proposed(`loads-${key}`, `${data.name} is required: without it the model decides on old data.`, {
      ...{ name: `Loads of ${data.name}`, what: "stale", target: key, pipeline: brings, severity: "warning" },
      intervalSeconds: data.loadsExpected ? Math.round((30 * DAY_SECONDS) / data.loadsExpected) : DAY_SECONDS,
    });
  });
}

function ofObjectives({ facts, has }: Sight): ProposedMonitor[] {
  const open = facts.of(slo).filter(({ key }) => !has("burn_rate", key));
  return open.map(({ key, data }) =>
    proposed(`burn-${key}`, `${data.name} is an objective: its budget must not burn up unseen.`, {
      ...{ name: `${data.name} burns`, what: "burn_rate", target: key, severity: "warning" },
    }),
  );
}

const LATENCY = /latenc|p9[059]|respon/i;

function ofLatency({ facts, series, has }: Sight): ProposedMonitor[] {
  const budget = answerIn(facts.documents, "integration", "latencyBudgetMs");
  const name = series.find((each) => /p95/i.test(each.name))?.name ?? "latency_p95_ms";
  const measured = facts.criteria.some(
    (each) => each.kind === "operational" && LATENCY.test(`${each.key} ${each.name}`),
  );
  if (typeof budget !== "number" || measured || has("threshold", name)) return [];
  return [
    proposed("latency-p95", `${budget} ms is the latency budget of stage 7. ${sends(name, series)}`, {
      ...{ name: "p95 of the answer", what: "threshold", target: name, comparison: "above", limit: budget },
      ...{ forSeconds: 300, keepSeconds: 300, severity: "warning" },
    }),
  ];
}

/** Nobody can say beforehand what is usual: three sigma of the first weeks can. */
function ofRates({ facts, series, has }: Sight): ProposedMonitor[] {
  const automation = answerIn(facts.documents, "business-case", "framing.automation");
  const rate = (key: string, name: string, pattern: RegExp, why: string): ProposedMonitor[] => {
    const target = series.find((each) => pattern.test(each.name))?.name ?? key.replaceAll("-", "_");
    if (has("threshold", target)) return [];
    return [
      proposed(key, `${why} ${sends(target, series)}`, {
        ...{ name, what: "threshold", target, comparison: "above", limitKind: "reference_sigma" },
        ...{ referenceDays: REFERENCE_DAYS, severity: "warning" },
      }),
    ];
  };
  return [
    ...rate(
      "missing-feature-rate",
      "Missing features",
      /missing.*feature|feature.*missing/i,
      "Where features are missing the model guesses.",
    ),
    ...(automation === "full_auto"
      ? []
      : rate(
          "override-rate",
          "Overrides by people",
          /override/i,
          "People who override more often have noticed something.",
        )),
  ];
}

function ofExplanations({ facts }: Sight): ProposedMonitor[] {
  const asked = answerIn(facts.documents, "monitoring", "explainInProduction");
  const explains = facts.of(explanationSnapshot).length > 0 || asked === "sample" || asked === "all";
  if (!explains || facts.of(monitor).some(({ data }) => data.what === "explanation")) return [];
  return [
    proposed("explanation-drift", "Decisions that rest on other features than before are other decisions.", {
      ...{ name: "The first five features changed", what: "explanation", target: "top 5" },
      ...{ limit: PLACES_CHANGED, severity: "warning" },
    }),
  ];
}

/** Top features and the output without a reference: nothing to compare with. */
function unreferenced({ facts }: Sight): MissingBefore[] {
  const named = answerIn(facts.documents, "monitoring", "topFeatures");
  const top = Array.isArray(named) ? named.map(String) : [];
  const watched = watchedFeatures(facts);
  const path = "facts/drift-references/new";
  const features = top.filter((name) => !watched.has(name) && !switchedOff(facts, name));
  const output = facts.of(driftReference).some(({ data }) => data.output);
  return [
    ...features.map((what) => ({
      what,
      why: "A top feature without a drift reference.",
      path,
      action: "Record a reference",
    })),
    ...(output
      ? []
      : [
          {
            what: "The score",
            why: "No reference is marked as the model’s output.",
            path,
            action: "Record a reference",
          },
        ]),
  ];
}

function switchedOff(facts: FactBag, feature: string): boolean {
  return facts.of(monitor).some(({ data }) => data.what === "drift" && data.target === feature);
}

function unbrought({ facts, has }: Sight): MissingBefore[] {
  const alone = requiredSources(facts).filter(
    ({ key, data }) => !broughtBy(facts, key) && !has("stale", key) && !has("stale", data.name),
  );
  return alone.map(({ data }) => ({
    ...{ what: data.name, why: "No pipeline says that it reads this required source, so nothing tells when it stops." },
    ...{ path: "facts/pipelines", action: "Name it on its pipeline" },
  }));
}

function withoutObjective({ facts }: Sight): MissingBefore[] {
  if (facts.of(slo).length > 0) return [];
  const why = "No service level objective says how many answers have to be good.";
  return [{ what: "An objective", why, path: "facts/slos/new", action: "Set an objective" }];
}

function requiredSources(facts: FactBag) {
  return facts.of(dataSource).filter(({ data }) => data.required);
}

function broughtBy(facts: FactBag, source: string): string | undefined {
  const reading = facts.of(pipeline).filter(({ data }) => data.active && data.reads?.includes(source));
  return (reading.find(({ data }) => data.kind === "capture") ?? reading[0])?.key;
}

function sends(name: string, series: readonly KnownSeries[]): string {
  return series.some((each) => each.name === name) ? `Its series is ${name}.` : `Send points of the series ${name}.`;
}

function proposed(key: string, why: string, data: Omit<MonitorData, "enabled">): ProposedMonitor {
  return { key: key.slice(0, 80).replace(/[^A-Za-z0-9]+$/, ""), why, data: { ...data, enabled: true } };
}
