import type { StageStates } from "#domain/prerequisites.ts";
import type { CriterionKind, CriterionPhase, CriterionState } from "#domain/vocabulary.ts";

/** Times are milliseconds since the epoch. */
export type CriterionFact = {
  key: string;
  name: string;
  kind: CriterionKind;
  phase: CriterionPhase;
  mustHave: boolean;
  northStar: boolean;
  state: CriterionState;
  /** Whether a breach stands that nothing has cleared yet; with the state no_data it stands behind silence. */
  latched: boolean;
  /** The end of the window with which the present state began. */
  since: number | null;
  /** Windows in a row, up to the last one, that were shown as breached. */
  breachedWindows: number;
  /** The last point of its series; null where none ever came. */
  lastDataAt: number | null;
};

export type GoalpostChange = { criterion: string; at: number };

export type BackwardFacts = {
  now: number;
  criteria: readonly CriterionFact[];
  /** Changes of targets and guardrails, any order. */
  goalposts: readonly GoalpostChange[];
  modelStartedAt: number | null;
  liveSince: number | null;
  /** When each stage last became done; kept while a flag is open on it. */
  doneAt: Readonly<Record<string, number | null>>;
};

export type BackwardRule = "B1.1" | "B2.1" | "B2.2" | "B2.3" | "B8.1" | "B9.1";

export type BackwardFlag = {
  stage: string;
  rule: BackwardRule;
  because: string;
  /** Equal for the same facts: what a dismissal is remembered by. */
  factsKey: string;
  /** Only a breach behind silence holds it: it keeps a flag that was raised, and raises none. */
  silent: boolean;
};

/** The rules on criteria whose facts hold now, whatever the state of their stages (B1.1, B2.1 to B2.3, B8.1, B9.1). */
export function firingRules(facts: BackwardFacts): BackwardFlag[] {
  return RULES.flatMap(({ stage, rule, find }) => {
    const found = find(facts, stage);
    return found ? [{ stage, rule, silent: false, ...found }] : [];
  });
}

/** Which of them flag a stage now: only one that is done is sent back, by its first rule that was not just dismissed. */
export function flagsDue(
  firing: readonly BackwardFlag[],
  states: StageStates,
  dismissedWithin24h: (flag: BackwardFlag) => boolean = () => false,
): BackwardFlag[] {
  const seen = new Set<string>();
  return firing.filter((flag) => {
    const due = states[flag.stage] === "done" && !seen.has(flag.stage) && !flag.silent && !dismissedWithin24h(flag);
    if (!due) return false;
    seen.add(flag.stage);
    return true;
  });
}

export type FlagHistory = {
  rule: string;
  /** Evaluations in a row, the present one included, in which the rule's facts were false. */
  falseEvaluations: number;
  /** Whether anything in the stage was edited since the flag. */
  edited: boolean;
};

/** Whether a flag goes by itself (T9): its facts are false for two evaluations and nobody edited the stage. */
export function recovered({ falseEvaluations, edited }: FlagHistory): boolean {
  return falseEvaluations >= 2 && !edited;
}

type Found = { because: string; factsKey: string; silent?: boolean };
type Rule = { stage: string; rule: BackwardRule; find: (facts: BackwardFacts, stage: string) => Found | null };

const FORTNIGHT_MS = 14 * 24 * 3600 * 1000;

const RULES: readonly Rule[] = [
  { stage: "business-case", rule: "B1.1", find: ({ criteria }) => breach(criteria, ["business"]) },
  { stage: "success-criteria", rule: "B2.1", find: movedGoalposts },
  { stage: "success-criteria", rule: "B2.2", find: silentMustHaves },
  { stage: "success-criteria", rule: "B2.3", find: wrongProxy },
  { stage: "model", rule: "B2.1", find: movedGoalposts },
  { stage: "solution-bias", rule: "B8.1", find: ({ criteria }) => breach(criteria, ["fairness"]) },
  {
    stage: "monitoring",
    rule: "B9.1",
    find: ({ criteria }) => breach(criteria, ["model", "operational", "business", "fairness"]),
  },
];

function breach(criteria: readonly CriterionFact[], kinds: readonly CriterionKind[]): Found | null {
  const standing = criteria.filter(
    ({ kind, state, latched }) => (state === "breached" || latched) && kinds.includes(kind),
  );
  const shown = standing.filter(({ state }) => state === "breached");
  const breached = shown.length > 0 ? shown : standing;
  const [first] = breached;
  if (!first) return null;
  const because =
    breached.length === 1
      ? `The ${first.kind} criterion "${first.name}" is breached.`
      : `${breached.length} criteria are breached: ${names(breached)}.`;
  const silent = shown.length === 0;
  return { because, silent, factsKey: factsKey(breached.map(({ key, since }) => `${key}@${since ?? ""}`)) };
}

/** Only what moved after the stage was last signed off counts; before that, the signature covers it. */
function movedGoalposts({ goalposts, modelStartedAt, doneAt }: BackwardFacts, stage: string): Found | null {
  if (modelStartedAt === null) return null;
  const after = Math.max(modelStartedAt, doneAt[stage] ?? modelStartedAt);
  const moved = goalposts.filter(({ at }) => at > after);
  if (moved.length === 0) return null;
  const keys = [...new Set(moved.map(({ criterion }) => criterion))].sort();
  return {
    because: `A target or guardrail changed after modelling began: ${keys.map((key) => `"${key}"`).join(", ")}.`,
    factsKey: factsKey(moved.map(({ criterion, at }) => `${criterion}@${at}`)),
  };
}

function silentMustHaves({ criteria, liveSince, now }: BackwardFacts): Found | null {
  if (liveSince === null) return null;
  const silent = criteria.filter(({ mustHave, lastDataAt }) => {
    return mustHave && now - Math.max(liveSince, lastDataAt ?? liveSince) >= FORTNIGHT_MS;
  });
  if (silent.length === 0) return null;
  return {
    because: `No data for 14 days after going live: ${names(silent)}.`,
    factsKey: factsKey(silent.map(({ key, lastDataAt }) => `${key}@${lastDataAt ?? ""}`)),
  };
}

function wrongProxy({ criteria }: BackwardFacts): Found | null {
  const star = criteria.find(({ northStar, state, breachedWindows }) => {
    return northStar && state === "breached" && breachedWindows >= 2;
  });
  const proxies = criteria.filter(({ phase, state }) => phase === "offline" && state === "met");
  if (!star || proxies.length === 0) return null;
  return {
    because: `The north star "${star.name}" is breached while offline criteria are met (${names(proxies)}): the proxy may be wrong.`,
    factsKey: factsKey([`${star.key}@${star.since ?? ""}`, ...proxies.map(({ key }) => key)]),
  };
}

function names(criteria: readonly CriterionFact[]): string {
  return criteria.map(({ name }) => `"${name}"`).join(", ");
}

function factsKey(parts: readonly string[]): string {
  return parts.toSorted().join(",");
}
