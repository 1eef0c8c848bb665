import { type BiasRisk, biasRegister } from "#domain/bias-register.ts";
import { type AccessState, availability, type LegalState } from "#domain/data-availability.ts";
import { dataQuality } from "#domain/data-quality.ts";
import { dataSelectionPredicates, type SourceFacts, type SourceRole } from "#domain/data-selection-gate.ts";
import { usefulness } from "#domain/data-usefulness.ts";
import { gateOutcome } from "#domain/predicate.ts";
import { representationRatio } from "#domain/representation.ts";
import { type Bag, type Formulas, Input } from "./input.ts";

/** C3 and C4: data scores, the bias register. */
export const data: Formulas = {
  availability: (input) => {
    const s = input.in("s");
    return availability({
      access: s.text("access") as AccessState,
      legal: s.text("legal") as LegalState,
      historyMonths: s.maybe("history_months"),
      rows: s.maybe("rows"),
      latencyHours: s.maybe("latency_h"),
      loadsExpected: s.maybe("loads_expected"),
      loadsArrived: s.maybe("loads_arrived"),
      required: {
        historyMonths: s.maybe("required_history_months"),
        rows: s.maybe("required_rows"),
        latencyHours: s.maybe("required_latency_h"),
      },
    });
  },
  usefulness: (input) => {
    const s = input.in("s");
    return usefulness({
      relevance: s.maybe("relevance"),
      univariateAuc: s.maybe("univariate_auc"),
      linkageRate: s.maybe("linkage_rate"),
      populationCoverage: s.maybe("population_coverage"),
      labelNoise: s.maybe("label_noise"),
      availableAtPredictionTime: s.has("available_at_prediction_time") ? s.flag("available_at_prediction_time") : null,
    });
  },
  dq_score: (input) => {
    const d = input.in("d");
    const { dimensions, score, weakest } = dataQuality({
      rows: d.maybe("rows"),
      requiredColumns: d.maybe("required_cols"),
      nullCells: d.maybe("null_cells"),
      validCells: d.maybe("valid_cells"),
      checkedCells: d.maybe("checked_cells"),
      duplicateRows: d.maybe("duplicate_rows"),
      rulesPassed: d.maybe("rules_passed"),
      rulesEvaluated: d.maybe("rules_evaluated"),
      onTimeRecords: d.maybe("on_time_records"),
      records: d.maybe("records"),
      auditedRecords: d.maybe("audit_n"),
      correctRecords: d.maybe("audit_ok"),
      sampleShare: shares(d.in("sample_share")),
      populationShare: shares(d.in("population_share")),
    });
    return { dims: dimensions, score, weakest };
  },
  representation_ratio: (input) => representationRatio(input.number("s"), input.number("p")),
  gate_s3: (input) => {
    const f = input.in("f");
    const sources = f.list<Bag>("sources").map((bag) => source(new Input(bag)));
    const requiredItemsOpen = f.number("checklist_required_open");
    return gateOutcome(dataSelectionPredicates({ sources, supervised: f.flag("supervised"), requiredItemsOpen }));
  },
  bias_register: (input) => {
    const register = biasRegister(input.list<Bag>("items").map((bag) => risk(new Input(bag))));
    return {
      inherent: register.risks.map(({ inherent }) => inherent),
      residual: register.risks.map(({ residual }) => residual),
      bands: register.risks.map(({ band }) => band),
      reduction: register.risks.map(({ reduction }) => reduction),
      exposure_inherent: register.exposureInherent,
      exposure_residual: register.exposureResidual,
      max_residual: register.maxResidual,
    };
  },
};

function source(s: Input): SourceFacts {
  return {
    role: s.text("role") as SourceRole,
    required: s.flag("required"),
    availability: s.maybe("availability"),
    usefulness: s.maybe("usefulness"),
    legal: s.text("legal") as LegalState,
    linkageRate: s.maybe("linkage_rate"),
    hasLabel: s.flag("has_label"),
    qualityScore: s.maybe("dq_score"),
    weakestDimension: s.maybe("dq_min_dim"),
    datasheetLinked: s.flag("datasheet_linked"),
  };
}

function risk(item: Input): BiasRisk {
  const [likelihood, severity] = [item.maybe("l1"), item.maybe("s1")];
  return {
    likelihood: item.number("l0"),
    severity: item.number("s0"),
    after: likelihood === null || severity === null ? null : { likelihood, severity },
    mitigationVerified: item.flag("mitigation_verified"),
  };
}

function shares(given: Input): Record<string, number> {
  return Object.fromEntries(given.entries().map(([group, share]) => [group, Number(share)]));
}
