import type { Requirement } from "#domain/requirement.ts";
import { asksFor } from "#stages/asks-for.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, fieldFix, requirement } from "#stages/fix.ts";
import { abTest } from "#stages/integration/ab-test.ts";
import { canaryAnalysis } from "#stages/integration/canary-analysis.ts";
import { deployment } from "#stages/integration/deployment.ts";
import type { IntegrationDocument } from "#stages/integration/document.ts";
import { loadTested, rollbackRehearsed } from "#stages/integration/drill-rules.ts";
import { isAssessed, reachesMost } from "#stages/integration/full-rollout.ts";
import { provenUnderTraffic } from "#stages/integration/proven.ts";
import { noIsNoAnswer } from "#stages/integration/questions.ts";
import { quiet } from "#stages/integration/quiet.ts";
import { tagOf } from "#stages/integration/release.ts";
import { testRun } from "#stages/integration/test-run.ts";
import { mlTest, sectionSums } from "#stages/model/ml-test.ts";
import { assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { judgedMeasures, overall } from "#stages/solution-bias/assessment-verdicts.ts";

/** Gate G7 of lifecycle B, stage 7, with the full-rollout guard of A4. */
export function integrationGate(document: IntegrationDocument, facts: StageFacts): Requirement[] {
  const tested = (kind: string) => facts.tier >= 2 || facts.of(testRun).some(({ data }) => data.kind === kind);
  return [
    noIsNoAnswer(document),
    ...(asksFor(facts, deployment) ? [ranItsTime(facts)] : []),
    ...(asksFor(facts, canaryAnalysis) || asksFor(facts, abTest) ? [provenBetter(facts)] : []),
    ...(tested("load") ? [loadTested(document, facts)] : []),
    ...(tested("rollback_drill") ? [rollbackRehearsed(document, facts)] : []),
    ...(asksFor(facts, deployment) ? [quiet(facts), withinReach(facts)] : []),
    ...(asksFor(facts, mlTest) ? [infrastructureTested(facts)] : []),
  ];
}

const PROVING: readonly string[] = ["shadow", "canary", "ab"];
const HOUR_MS = 3_600_000;

function ranItsTime(facts: StageFacts): Requirement {
  const proving = facts
    .of(deployment)
    .filter(({ data }) => data.environment === "production" && PROVING.includes(data.strategy) && data.startedAt)
    .map(({ data }) => {
      const until = data.endedAt ? Date.parse(data.endedAt) : facts.now;
      return { ...data, ran: (until - Date.parse(data.startedAt ?? "")) / HOUR_MS };
    });
  const whole = proving.find(({ ran, plannedHours }) => plannedHours !== undefined && ran >= plannedHours);
  const [last] = proving;
  const soFar = last
    ? `“${last.name}” ran ${Math.floor(last.ran)} of ${last.plannedHours ?? "unknown"} planned hours.`
    : "No shadow, canary or A/B deployment in production is recorded.";
  return requirement({
    key: "G7.2",
    label: "A shadow, canary or A/B deployment ran in production for its planned time",
    met: whole !== undefined,
    detail: whole ? `“${whole.name}” ran its ${whole.plannedHours} hours.` : soFar,
    fix: factsFix(["ML"], "Let it run its planned time, and record start, end and plan.", deployment.kind),
  });
}

function provenBetter(facts: StageFacts): Requirement {
  const { met, detail } = provenUnderTraffic(facts);
  return requirement({
    key: "G7.3",
    label: "The last canary passed, or an A/B test says ship",
    met,
    detail,
    fix: factsFix(["ML"], "Judge a canary, or finish an A/B test.", canaryAnalysis.kind),
  });
}

function infrastructureTested(facts: StageFacts): Requirement {
  const { infrastructure } = sectionSums(facts);
  return requirement({
    key: "G7.7",
    label: `The ML Test Score of the infrastructure section is at least ${facts.tier}`,
    met: infrastructure >= facts.tier,
    detail: `It is ${infrastructure} of 7.`,
    fix: factsFix(["ML"], "Answer the seven tests of the infrastructure section, and automate some.", mlTest.kind),
  });
}

/**
 * What the guard refuses to record must not have come about on another way either. A release that reached everybody after
 * it was signed stays there while the stage is reopened for the next one: its own assessment speaks for it.
 */
function withinReach(facts: StageFacts): Requirement {
  const far = facts.affectsPeople
    ? facts.of(deployment).filter(({ data }) => reachesMost(data) && !hasPassed(data.release, facts))
    : [];
  const [first] = far;
  return requirement({
    key: "G7.full-rollout",
    label: "No release reaches most people before its solution bias is assessed",
    met: far.length === 0,
    detail: first
      ? `“${first.data.name}” does, and “Solution bias” is not done for ${tagOf(facts, first.data.release)}.`
      : "None does.",
    fix: first
      ? factsFix(["ML"], "Bring its traffic to a half or less until it is assessed.", deployment.kind)
      : fieldFix(["PM"], "Plan smaller steps.", "rolloutPlan"),
  });
}

function hasPassed(release: string, facts: StageFacts): boolean {
  if (isAssessed(release, facts, facts)) return true;
  const own = facts.of(assessmentRecord).find(({ data }) => data.release === release);
  return own !== undefined && overall(judgedMeasures(own.data)) === "pass";
}
