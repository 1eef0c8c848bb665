import { listed } from "#domain/listed.ts";
import type { Requirement } from "#domain/requirement.ts";
import { answerAt } from "#stages/answer-at.ts";
import { asksFor } from "#stages/asks-for.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { criteriaFix, factsFix, requirement } from "#stages/fix.ts";
import { mlTest, sectionSums } from "#stages/model/ml-test.ts";
import { answerWithinMinutes, drillMinutes, fireDrill } from "#stages/monitoring/fire-drill.ts";
import { monitor } from "#stages/monitoring/monitor.ts";
import { mustHavesWatched } from "#stages/monitoring/rules.ts";
import { mustHaves } from "#stages/success-criteria/rules.ts";

const DAY_MS = 86_400_000;
const DRILL_VALID_DAYS = 90;
const DAYS_OF_POINTS = 14;

/** G9.1 to G9.6. Alerts that stand are judged at every tier; what a tier does not ask for may be left out. */
export function monitoringGate(document: StageDocument, facts: StageFacts): Requirement[] {
  const asked = facts.tier >= 2;
  return [
    ...(asked ? [covered(facts)] : []),
    ...(asksFor(facts, monitor) || facts.alerts.length > 0 ? [nothingStale(facts)] : []),
    ...(asked ? [longEnough(facts)] : []),
    ...(asksFor(facts, fireDrill) ? [drillAnswered(document, facts)] : []),
    ...(asked || facts.alerts.length > 0 ? [criticalAnswered(facts)] : []),
    ...(asksFor(facts, mlTest) ? [monitoringTested(facts)] : []),
  ];
}

function covered(facts: StageFacts): Requirement {
  return requirement({
    key: "G9.1",
    label: "Every must-have is watched",
    ...mustHavesWatched(null, facts),
    fix: criteriaFix("Wire each must-have to a series and send points."),
  });
}

function nothingStale({ alerts }: StageFacts): Requirement {
  const stale = alerts.filter(({ kind }) => kind === "stale");
  return requirement({
    key: "G9.2",
    label: "No data is missing",
    met: stale.length === 0,
    detail:
      stale.length === 0
        ? "No monitor of missing data has an open alert."
        : `Open: ${listed(stale.map(({ title }) => title))}.`,
    fix: factsFix(["ML"], "Bring the data back, or mend the monitor.", monitor.kind),
  });
}

function longEnough({ criteria }: StageFacts): Requirement {
  const live = mustHaves(criteria).filter(({ phase }) => phase === "production");
  const short = live.filter(({ firstPointAt, lastPointAt }) => {
    return firstPointAt === null || lastPointAt === null || lastPointAt - firstPointAt < DAYS_OF_POINTS * DAY_MS;
  });
  return requirement({
    key: "G9.3",
    label: `Each must-have in production has ${DAYS_OF_POINTS} days of points`,
    met: live.length > 0 && short.length === 0,
    detail: pointsInWords(live.length, short),
    fix: criteriaFix("Let the points run until they cover two weeks."),
  });
}

function pointsInWords(live: number, short: readonly { name: string }[]): string {
  if (live === 0) return "No must-have is measured in production.";
  if (short.length === 0) return `All ${live} have them.`;
  return `Not yet: ${listed(short.map(({ name }) => name))}.`;
}

export function drillAnswered(document: StageDocument, facts: StageFacts): Requirement {
  const [newest] = facts.of(fireDrill);
  const allowed = answerWithinMinutes(facts.tier);
  const day = answerAt(document, "fireDrillAt");
  const firedAt = newest?.at ?? (typeof day === "string" ? Date.parse(day) : null);
  const age = firedAt === null ? null : (facts.now - firedAt) / DAY_MS;
  const ageDays = age === null ? null : Math.floor(age);
  const recent = age !== null && age >= -1 && age <= DRILL_VALID_DAYS;
  const minutes = newest ? drillMinutes(newest) : null;
  const inTime = minutes !== null && minutes <= allowed;
  return requirement({
    key: "G9.4",
    label: `A fire drill of the last ${DRILL_VALID_DAYS} days was answered within ${allowed} minutes`,
    met: recent && inTime,
    detail: drillInWords(ageDays, newest !== undefined, minutes),
    fix: factsFix(
      ["ML"],
      "Fire a test alert on this page and acknowledge it in time, or record one that was fired elsewhere.",
      fireDrill.kind,
    ),
  });
}

function drillInWords(ageDays: number | null, recorded: boolean, minutes: number | null): string {
  if (ageDays === null) return "No fire drill is recorded yet.";
  if (ageDays < -1) return "The recorded one lies ahead.";
  const when = ageDays <= 0 ? "less than a day ago" : ageDays === 1 ? "one day ago" : `${ageDays} days ago`;
  if (!recorded) return `The last one was ${when}; when it was answered is not recorded.`;
  const answered = minutes === null ? "nobody has answered it" : `it was answered after ${minutesInWords(minutes)}`;
  return `The last one was ${when}; ${answered}.`;
}

function minutesInWords(minutes: number): string {
  const whole = Math.round(minutes);
  return whole === 1 ? "one minute" : `${whole} minutes`;
}

function criticalAnswered({ alerts }: StageFacts): Requirement {
  const waiting = alerts.filter(({ severity, state }) => severity === "critical" && state === "open");
  return requirement({
    key: "G9.5",
    label: "Every critical alert is acknowledged",
    met: waiting.length === 0,
    detail:
      waiting.length === 0
        ? "No critical alert waits for somebody."
        : `Nobody has answered: ${listed(waiting.map(({ title }) => title))}.`,
    fix: { who: ["ML", "LD", "PM"], what: "Acknowledge it, and look into it.", where: "#field-onCallLink" },
  });
}

function monitoringTested(facts: StageFacts): Requirement {
  const score = sectionSums(facts).monitoring;
  return requirement({
    key: "G9.6",
    label: `The ML Test Score of monitoring is at least ${facts.tier}`,
    met: score >= facts.tier,
    detail: `${score} of 7.`,
    fix: factsFix(["ML"], "Answer the tests of monitoring, and automate what is missing.", mlTest.kind),
  });
}
