import type { RuleVerdict } from "#domain/evidence.ts";
import type { FactBag } from "#stages/fact.ts";
import { abTest } from "#stages/integration/ab-test.ts";
import { CANARIES, canaryStanding } from "#stages/integration/canary-verdict.ts";
import { release } from "#stages/integration/release.ts";

/** Whether the last canary passed, or else an A/B test was decided with ship; an open test does not hold a canary up. */
export function provenUnderTraffic(facts: FactBag): RuleVerdict {
  const analyses = facts.of(CANARIES);
  const [last] = analyses;
  const standing = last ? canaryStanding(last, analyses) : null;
  const shipped = facts.of(abTest).find(({ data }) => data.decision === "ship");
  const since = last?.at ?? Number.NEGATIVE_INFINITY;
  if (shipped && shipped.at >= since) return { met: true, detail: `The A/B test “${shipped.data.name}” says ship.` };
  if (!last || !standing) return { met: false, detail: "No canary was judged, and no A/B test says ship." };
  const words = `The last canary, “${last.data.name}”, scored ${standing.score.toFixed(1)}: ${standing.verdict}.`;
  return { met: standing.verdict === "pass", detail: words };
}

/** Item 7.2: what runs can be told apart only where a release pins all three. */
export function releasePinned(_document: unknown, facts: FactBag): RuleVerdict {
  const [newest] = facts.of(release);
  if (!newest) return { met: false, detail: "No release is recorded." };
  const { tag, datasetVersion, commit, modelVersion } = newest.data;
  return { met: true, detail: `${tag} pins data ${datasetVersion}, code ${commit} and model ${modelVersion}.` };
}

/** Item 7.7. */
export function canaryPassed(_document: unknown, facts: FactBag): RuleVerdict {
  return provenUnderTraffic(facts);
}
