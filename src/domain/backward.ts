import { BUILD_RULES } from "#domain/backward-build.ts";
import { CRITERIA_RULES } from "#domain/backward-criteria.ts";
import { DATA_RULES } from "#domain/backward-data.ts";
import { EVIDENCE_RULES } from "#domain/backward-evidence.ts";
import type { BackwardFacts } from "#domain/backward-facts.ts";
import { FRAME_RULES } from "#domain/backward-frame.ts";
import { OPERATE_RULES } from "#domain/backward-operate.ts";
import { PIPELINE_RULES } from "#domain/backward-pipeline.ts";
import { BACKWARD_STAGES, type BackwardRule, type BackwardRuleKey, type BackwardStage } from "#domain/backward-rule.ts";
import type { StageStates } from "#domain/prerequisites.ts";

export type BackwardFlag = {
  stage: BackwardStage;
  rule: BackwardRuleKey;
  because: string;
  /** Equal for the same facts: what a dismissal is remembered by. */
  factsKey: string;
  /** Only a breach behind silence holds it: it keeps a flag that was raised, and raises none. */
  silent: boolean;
  about?: string;
};

/** Every rule B1.1 to B10.5 of lifecycle B, and on evidence (A5) rule 0 of each stage; B6.2 is B2.1, which flags stage 6 as well. */
export const BACKWARD_RULES: readonly BackwardRule[] = [
  ...CRITERIA_RULES,
  ...FRAME_RULES,
  ...DATA_RULES,
  ...PIPELINE_RULES,
  ...BUILD_RULES,
  ...OPERATE_RULES,
  ...EVIDENCE_RULES,
];

/**
 * The rules whose facts hold now, whatever the state of their stages: stage by stage, of each stage first its own rules in
 * their order, then those of others that reach it.
 */
export function firingRules(facts: BackwardFacts): BackwardFlag[] {
  return ORDERED.flatMap(({ stage, rule: { rule, find } }) => {
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

const DAY_MS = 24 * 3600 * 1000;

/** One move in a stage's log; `rule` and `factsKey` where a rule made it. */
export type StageMove = { stage: string; verb: string; at: number; rule?: string | null; factsKey?: string | null };

/**
 * Whether a flag may not be raised again (T7): the same rule flagged the stage on the same facts, and that flag was
 * dismissed within the last 24 hours. `moves`: oldest first.
 */
export function wasDismissed(flag: BackwardFlag, moves: readonly StageMove[], now: number): boolean {
  const mine = moves.filter(({ stage }) => stage === flag.stage);
  return mine.some(({ verb, at }, index) => {
    if (verb !== "dismiss" || now - at >= DAY_MS) return false;
    const raised = mine.slice(0, index).findLast((move) => move.verb === "flag");
    return raised?.rule === flag.rule && raised.factsKey === flag.factsKey;
  });
}

const ORDERED: readonly { stage: BackwardStage; rule: BackwardRule }[] = BACKWARD_STAGES.flatMap((stage, index) => {
  const reaching = BACKWARD_RULES.filter(({ stages }) => stages.includes(stage));
  const own = reaching.filter(({ rule }) => rule.startsWith(`B${index + 1}.`)).sort((a, b) => place(a) - place(b));
  return [...own, ...reaching.filter((rule) => !own.includes(rule))].map((rule) => ({ stage, rule }));
});

/** A stage is sent back by what happened before it is by paper that ran out. */
function place({ rule }: BackwardRule): number {
  return Number(rule.split(".")[1]) || Number.MAX_SAFE_INTEGER;
}
