import { z } from "zod";
import type { RuleVerdict } from "#domain/evidence.ts";
import { day, factKey, link, text } from "#stages/answers.ts";
import type { FactBag } from "#stages/fact.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";
import type { StageFacts } from "#stages/facts.ts";
import { testRun } from "#stages/integration/test-run.ts";

const DAY_MS = 86_400_000;
/** Nobody trusts a page that nobody has read for so long. */
const READ_DAYS = 180;

export const runbook = defineFact({
  kind: "runbooks",
  one: "runbook",
  many: "runbooks",
  stage: "integration",
  help: "What to do when it breaks, who owns it, who is called, and when it was last tried.",
  name: "name",
  at: "readOn",
  writers: ["ML", "PM", "LD"],
  columns: ["owner", "onCall", "lastDrill", "readOn"],
  schema: z.object({
    name: told(text(2, 120), { label: "Name", help: "E.g. Scoring is slow or down." }),
    url: told(link(), { label: "Where it stands" }),
    owner: told(text(2, 120), { label: "Owner", help: "Keeps it true." }),
    onCall: told(text(2, 300), { label: "On call", help: "Who is called and how, or the rota’s name." }),
    readOn: told(day(), { label: "Last read on", help: "When somebody last went through it." }),
    lastDrill: may(factKey("test-runs"), { label: "Last drill", help: "The rollback drill that tried it." }),
  }),
  check(next, context) {
    const drill = context.of(testRun).find(({ key }) => key === next.lastDrill)?.data;
    if (drill && drill.kind !== "rollback_drill")
      return [{ path: "lastDrill", message: "A rollback drill is expected" }];
    if (Date.parse(next.readOn) > context.now + DAY_MS) return [{ path: "readOn", message: "Not a day to come" }];
    return [];
  },
});

/** Item 7.9: it is written, somebody owns it, somebody is called, and it was read lately. */
export function runbookNamed(_document: unknown, facts: StageFacts): RuleVerdict {
  const where = "/facts/runbooks";
  const [newest] = facts.of(runbook);
  if (!newest) return { met: false, detail: "No runbook is recorded.", where };
  const { name, owner, onCall } = newest.data;
  const days = Math.floor((facts.now - newest.at) / DAY_MS);
  const words = `“${name}”, owned by ${owner}; on call: ${onCall}`;
  if (days > READ_DAYS) return { met: false, detail: `${words}. Nobody has read it for ${days} days.`, where };
  const drill = drillOf(facts, newest.data.lastDrill);
  return {
    met: true,
    detail: `${words}. ${drill ? `Last tried ${inDays(facts.now - drill.at)}.` : "Not tried yet."}`,
    where,
  };
}

export function drillOf(facts: FactBag, key: string | undefined) {
  return key === undefined ? undefined : facts.of(testRun).find((each) => each.key === key);
}

function inDays(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  return days < 1 ? "today" : days === 1 ? "yesterday" : `${days} days ago`;
}
