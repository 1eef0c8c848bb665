import { firingRules, flagsDue } from "#domain/backward.ts";
import type { BackwardFacts, SourceFact } from "#domain/backward-facts.ts";
import { BACKWARD_STAGES } from "#domain/backward-rule.ts";
import { bottlenecks } from "#domain/bottleneck.ts";
import { dwell, flow } from "#domain/flow.ts";
import { type ArtefactEvent, countIterations } from "#domain/iterations.ts";
import { mlTestScore } from "#domain/ml-test-score.ts";
import { MODELLING_REFERENCE, timeSplit } from "#domain/time-split.ts";
import type { CriterionKind, StageState } from "#domain/vocabulary.ts";
import { type Bag, type Formulas, Input, instantOf } from "./input.ts";

/** C10: time in stages, iterations, the loop. */
export const loop: Formulas = {
  dwell: (input) => {
    const moves = input.list<[string, StageState]>("trans").map(([at, state]) => ({ at: instantOf(at), state }));
    return dwell(moves, instantOf(input.text("end")));
  },
  flow: (input) => {
    const intervals = input.list<[string, string | null]>("active_intervals");
    const active = intervals.map(([from, to]) => ({ from: instantOf(from), to: to === null ? null : instantOf(to) }));
    const result = flow(active, instantOf(input.text("start")), instantOf(input.text("end")));
    const { leadTimeDays, activeDays, flowEfficiency } = result;
    return { lead_time_days: leadTimeDays, active_days: activeDays, flow_efficiency: flowEfficiency };
  },
  bottleneck: (input) => {
    const rows = input.list<Bag>("rows").map((bag) => {
      const row = new Input(bag);
      return {
        stage: row.number("stage"),
        dwellDays: row.list<number>("dwell_days"),
        openDays: row.list<number>("open_days") ?? [],
        targetDays: row.number("target_days"),
        waitShare: row.number("wait_share"),
        wip: row.number("wip"),
      };
    });
    return bottlenecks(rows).map(({ stage, medianDays, index, wip, open }) => ({
      ...{ stage, index, wip, open },
      median_days: medianDays,
    }));
  },
  dcm: (input) => countIterations(input.list<ArtefactEvent>("events")),
  time_split: (input) => {
    const split = timeSplit(Object.fromEntries(input.in("h").entries()) as Record<string, number>);
    const { modellingShare, aboveReference } = split ?? {};
    return (
      split && { modelling_share: modellingShare, reference: MODELLING_REFERENCE, above_reference: aboveReference }
    );
  },
  reopen: (input) => {
    const f = input.in("f");
    const done = f.list<number>("done_stages").map((number) => BACKWARD_STAGES[number - 1] ?? "");
    const states = Object.fromEntries(done.map((stage) => [stage, "done" as const]));
    return flagsDue(firingRules(backwardFacts(f)), states).map(({ stage, rule }) => [
      BACKWARD_STAGES.indexOf(stage) + 1,
      rule,
    ]);
  },
  ml_test_score: (input) => {
    const sections = input.in("sections");
    return mlTestScore({
      data: sections.number("data"),
      model: sections.number("model"),
      infrastructure: sections.number("infrastructure"),
      monitoring: sections.number("monitoring"),
    });
  },
};

/** The facts of one tick, as a project would hold them. */
function backwardFacts(f: Input): BackwardFacts {
  const now = Date.UTC(2026, 2, 16, 9);
  const kind = Object.fromEntries(f.entries()).criterion_breached_kind;
  const breached = { key: "c", name: "C", phase: "production", mustHave: true, northStar: false } as const;
  const openDays = f.maybe("drift_open_days");
  return {
    ...{ now, goalposts: [], modelStartedAt: null, liveSince: null, doneAt: {} },
    criteria:
      typeof kind === "string"
        ? [
            {
              ...breached,
              ...{ state: "breached", latched: true, since: now, breachedWindows: 1, lastDataAt: now },
              kind: kind as CriterionKind,
            },
          ]
        : [],
    alerts:
      openDays === null
        ? []
        : [{ title: "D", kind: "drift", severity: "warning", state: "open", openedAt: now - openDays * 86_400_000 }],
    releases: f.flag("new_release_unassessed") ? [{ name: "R", createdAt: now, assessed: false }] : [],
    sources: f.flag("source_schema_changed") ? [{ ...SOURCE, schemaChangedAt: now }] : [],
  };
}

const SOURCE: SourceFact = {
  ...{ name: "S", required: true, access: "granted", legal: "cleared", availability: null },
  ...{ profiles: [], schemaChangedAt: null, licenceExpiresAt: null },
};
