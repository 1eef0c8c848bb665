import { jensenShannon, psi, sum, wasserstein } from "#domain/drift-distances.ts";
import { chiSquareDrift, kolmogorovSmirnov, psiNoiseFloor } from "#domain/drift-tests.ts";
import type { FactContext, Figure } from "#stages/fact-kind.ts";
import { DRIFT_METHOD_NAMES, driftSettingOf, driftStanding, histogramsOf } from "#stages/monitoring/drift.ts";
import { type DriftReferenceData, driftReference } from "#stages/monitoring/drift-reference.ts";
import type { DriftResultData, DriftResultFact } from "#stages/monitoring/drift-result-data.ts";

const GONE = "Its reference is gone, or has other bins";

/** What a week's counts say by each method; the primary one sets the state, the others inform (C6). */
export function driftFigures(fact: DriftResultFact, context: FactContext<DriftResultData>): Figure[] {
  const found = context.of(driftReference).find(({ key }) => key === fact.data.reference);
  if (!found || found.data.counts.length !== fact.data.counts.length)
    return [{ name: "state", label: "State", value: null, calculator: "psi_state", reason: GONE }];
  const reading = driftStanding(found, fact, driftSettingOf(context, context.project.documents));
  const inputs = { method: DRIFT_METHOD_NAMES[reading.method], value: reading.value, p: reading.p ?? undefined };
  return [
    { name: "state", label: "State", value: reading.state, calculator: "psi_state", inputs },
    ...stability(found.data, fact.data),
    ...distances(found.data, fact.data),
    ...tests(found.data, fact.data),
  ];
}

type Pair = [reference: DriftReferenceData, result: DriftResultData];

function stability(...[reference, result]: Pair): Figure[] {
  const { reference: before, current } = histogramsOf(reference, result, "psi");
  const [rows, now] = [sum(before), sum(current)];
  const inputs = { "reference counts": before, "current counts": current };
  const bins = before.filter((count, at) => count > 0 || (current[at] ?? 0) > 0).length;
  return [
    known("psi", "PSI", psi(before, current), "psi", inputs),
    known("noiseFloor", "Noise floor of the PSI", psiNoiseFloor(rows, now, bins), "psi_crit", {
      "reference rows": rows,
      "current rows": now,
      bins,
    }),
  ];
}

function distances(...[reference, result]: Pair): Figure[] {
  const { reference: before, current } = histogramsOf(reference, result, "js");
  const inputs = { "reference counts": before, "current counts": current };
  const moved = reference.edges ? wasserstein(reference.edges, reference.counts, result.counts) : null;
  const numeric: Figure[] =
    reference.kind === "numeric"
      ? [
          known(
            "wasserstein",
            "Wasserstein distance",
            moved?.normed ?? null,
            "w1_norm",
            { ...inputs, edges: reference.edges },
            "Without edges there is no distance between bins",
          ),
        ]
      : [];
  return [
    known("js", "Jensen–Shannon distance", jensenShannon(before, current), "jsd", { ...inputs, base: 2 }),
    ...numeric,
  ];
}

function tests(...[reference, result]: Pair): Figure[] {
  if (reference.kind === "numeric") {
    const found = kolmogorovSmirnov(reference.counts, result.counts);
    const inputs = { "reference counts": reference.counts, "current counts": result.counts, p: found?.p };
    return [known("ks", "KS, largest gap", found?.d ?? null, "ks", inputs)];
  }
  const { reference: before, current } = histogramsOf(reference, result, "chi2");
  const found = chiSquareDrift(before, current);
  const inputs = {
    "reference counts": before,
    "current counts": current,
    p: found?.p,
    "degrees of freedom": found?.df,
  };
  return [
    known("chi2", "Chi-square", found?.chi2 ?? null, "chi2_drift", inputs, "Fewer than two categories are left"),
    known(
      "cramersV",
      "Cramér’s V",
      found?.cramersV ?? null,
      "chi2_drift",
      inputs,
      "Fewer than two categories are left",
    ),
  ];
}

function known(
  name: string,
  label: string,
  value: number | null,
  calculator: string,
  inputs: Readonly<Record<string, unknown>>,
  reason = "One side has no rows",
): Figure {
  return { name, label, value, calculator, inputs, ...(value === null && { reason }) };
}
