import { geEps } from "#domain/comparison.ts";
import type { RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { IntegrationDocument } from "#stages/integration/document.ts";
import { loadTested, rollbackRehearsed } from "#stages/integration/drill-rules.ts";
import { release } from "#stages/integration/release.ts";
import { type TestRunData, testRun } from "#stages/integration/test-run.ts";

/* Items of stage 7 that a recorded test proves: nobody brings evidence for what stands here already. */

const WHERE = `/facts/${testRun.kind}`;
const SHADOW_REQUESTS = 1_000;

/** Item 7.3: of the newest release, or of no release in particular. */
export function endToEndTested(_document: unknown, facts: StageFacts): RuleVerdict {
  const last = newestTest(facts, "integration");
  if (!last) return { met: false, detail: "No end-to-end test of the newest release is recorded.", where: WHERE };
  return {
    met: last.data.passed,
    detail: `“${last.data.name}” ${last.data.passed ? "passed" : "failed"}.`,
    where: WHERE,
  };
}

/** Item 7.4, by the rule of G7.4. */
export function loadProven(document: IntegrationDocument, facts: StageFacts): RuleVerdict {
  return verdictOf(loadTested(document, facts));
}

/** Item 7.5, by the rule of G7.5. */
export function rollbackProven(document: IntegrationDocument, facts: StageFacts): RuleVerdict {
  return verdictOf(rollbackRehearsed(document, facts));
}

/** Item 7.6. */
export function shadowCompared(_document: unknown, facts: StageFacts): RuleVerdict {
  const last = newestTest(facts, "shadow_comparison");
  if (!last) return { met: false, detail: "No shadow comparison of the newest release is recorded.", where: WHERE };
  const { name, requests = 0, passed } = last.data;
  const enough = geEps(requests, SHADOW_REQUESTS);
  const words = `“${name}” compared ${requests.toLocaleString("en-GB")} requests and ${passed ? "passed" : "failed"}`;
  const short = enough ? "" : `; ${SHADOW_REQUESTS.toLocaleString("en-GB")} are asked for`;
  return { met: passed && enough, detail: `${words}${short}.`, where: WHERE };
}

export function newestTest(facts: FactBag, kind: TestRunData["kind"]): Fact<TestRunData> | undefined {
  const [newest] = facts.of(release);
  return facts
    .of(testRun)
    .find(({ data }) => data.kind === kind && (data.release === undefined || data.release === newest?.key));
}

function verdictOf({ met, detail }: Requirement): RuleVerdict {
  return { met, detail: detail ?? "", where: WHERE };
}
