import { anyOf } from "#domain/permissions.ts";
import type { GateResult, Requirement } from "#domain/requirement.ts";
import type { ProjectFacts, StageLaw } from "#domain/stage-law.ts";
import type { TransitionInput, TransitionRule } from "#domain/stage-transitions.ts";
import type { Role, StageState } from "#domain/vocabulary.ts";

export type Actor = {
  kind: "person" | "service" | "rule";
  roles: readonly Role[];
  /** Whether this person submitted the version that is in review. */
  isSubmitter: boolean;
  /** Whether this person has already signed for the verb that is being decided. */
  hasSigned?: boolean;
};

export type TransitionContext = {
  law: StageLaw;
  project: ProjectFacts;
  actor: Actor;
  gate: GateResult;
  /** Roles that have signed for this verb, for this version, since the stage entered its present state. */
  signed: readonly Role[];
  /** Entry conditions of the stage that are not about other stages' states. */
  entry?: readonly Requirement[];
  reason?: string;
  blockedBy?: string;
  expectedUntil?: string;
  /** Only for an automatic flag. */
  dismissedSameFactsWithin24h?: boolean;
  /** Only for an automatic dismissal: the rule's facts are gone for two evaluations and nobody edited the stage. */
  recovered?: boolean;
};

export type Allowed = {
  ok: true;
  rule: TransitionRule;
  /** Equal to the present state while a signature is recorded and another one is awaited. */
  to: StageState;
  iteration: 0 | 1;
  voidsSignOffs: boolean;
  /** The roles for which this act is a signature; empty where the verb needs none. */
  signsAs: readonly Role[];
  waitsFor: readonly Role[];
  /** A lead went past an entry condition; the reason says why. */
  override: boolean;
};

export type RefusalCode = "CONFLICT" | "FORBIDDEN" | "GATE_CLOSED" | "INVALID";
export type Refusal = {
  ok: false;
  code: RefusalCode;
  because: string;
  who: readonly Role[];
  fix: string | null;
  requirements: readonly Requirement[];
  /** The missing input, for INVALID. */
  path?: TransitionInput;
};

export type Decision = Allowed | Refusal;

export function askOne(who: readonly Role[]): string {
  return `Ask ${anyOf(who)}.`;
}

export function refusal(code: RefusalCode, because: string, who: readonly Role[], fix: string | null): Refusal {
  return { ok: false, code, because, who, fix, requirements: [] };
}
