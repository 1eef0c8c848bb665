import { allOf, anyOf, roleConflict } from "#domain/permissions.ts";
import { asRequirements, prerequisitesUnmet, STATE_WORDS } from "#domain/prerequisites.ts";
import type { GateResult, Requirement } from "#domain/requirement.ts";
import { mayNotSetAside } from "#domain/set-aside.ts";
import { missingRoles, signable, signaturesOf } from "#domain/signatures.ts";
import {
  type Allowed,
  askOne,
  type Decision,
  type Refusal,
  refusal,
  type TransitionContext,
} from "#domain/stage-decision.ts";
import { TRANSITIONS, type Transition, type TransitionInput, VERB_LABELS } from "#domain/stage-transitions.ts";
import { STAGE_VERBS, type StageState, type StageVerb } from "#domain/vocabulary.ts";

/** The one place that says whether a stage may move (lifecycle A4). Who is asked before what: a role never changes its answer. */
export function decide(state: StageState, verb: StageVerb, context: TransitionContext): Decision {
  const transition = TRANSITIONS[verb];
  return (
    refuseActor(verb, transition, context) ??
    refuseState(state, verb, transition, context) ??
    refuseInputs(transition, asksFor(verb, context), context) ??
    refuseConditions(verb, transition, context) ??
    allow(state, verb, transition, context)
  );
}

export type VerbOffer = { verb: StageVerb; label: string; asks: readonly TransitionInput[]; decision: Decision };

/** The verbs that this state knows, each with the verdict as if its inputs were given. */
export function allowedVerbs(state: StageState, context: TransitionContext): VerbOffer[] {
  const given = { ...context, reason: "given", blockedBy: "given", expectedUntil: "given" };
  return STAGE_VERBS.filter((verb) => TRANSITIONS[verb].from.includes(state)).map((verb) => ({
    verb,
    label: VERB_LABELS[verb],
    asks: asksFor(verb, context),
    decision: decide(state, verb, given),
  }));
}

/** The inputs that the verb needs; starting needs a reason only where a lead goes past an entry condition. */
export function asksFor(verb: StageVerb, context: TransitionContext): readonly TransitionInput[] {
  if (context.actor.kind === "rule" && verb === "dismiss") return [];
  if (verb !== "start") return TRANSITIONS[verb].asks;
  return entryUnmet(context).length > 0 && context.actor.roles.includes("LD") ? ["reason"] : [];
}

function refuseActor(verb: StageVerb, transition: Transition, context: TransitionContext): Refusal | null {
  const { actor, law, project } = context;
  const who = transition.who(law, project.tier);
  const label = `“${VERB_LABELS[verb]}”`;
  if (actor.kind === "rule") {
    return transition.byRule ? null : refusal("FORBIDDEN", `${label} is never done by a rule.`, who, askOne(who));
  }
  if (actor.kind === "service" && transition.all) {
    return refusal("FORBIDDEN", "A service account never signs, approves or accepts.", who, askOne(who));
  }
  if (!actor.roles.some((role) => who.includes(role))) {
    return refusal("FORBIDDEN", `${label} is for ${anyOf(who)} of this project.`, who, askOne(who));
  }
  if (transition.all && signable(who, actor.roles).length === 0) {
    return refusal("FORBIDDEN", roleConflict(actor.roles) ?? "", who, "Ask a reviewer outside the build team.");
  }
  return null;
}

function refuseState(
  state: StageState,
  verb: StageVerb,
  transition: Transition,
  { law, project }: TransitionContext,
): Refusal | null {
  if (transition.from.includes(state)) return null;
  const possible = STAGE_VERBS.filter((each) => TRANSITIONS[each].from.includes(state)).map(
    (each) => VERB_LABELS[each],
  );
  return refusal(
    "CONFLICT",
    `“${VERB_LABELS[verb]}” does not apply: “${law.title}” is ${STATE_WORDS[state]}.`,
    transition.who(law, project.tier),
    `From here: ${possible.join(", ")}.`,
  );
}

const INPUT_ASKS: Record<TransitionInput, string> = {
  reason: "Give a reason.",
  blockedBy: "Say who or what blocks the stage.",
  expectedUntil: "Give the date when the block should end.",
};

function refuseInputs(
  transition: Transition,
  asks: readonly TransitionInput[],
  context: TransitionContext,
): Refusal | null {
  const missing = asks.find((input) => !context[input]?.trim());
  if (!missing) return null;
  const because = transition.rule === "T1" ? overrideAsk(context) : INPUT_ASKS[missing];
  const who = transition.who(context.law, context.project.tier);
  const requirements = transition.rule === "T1" ? entryUnmet(context) : [];
  return { ...refusal("INVALID", because, who, INPUT_ASKS[missing]), path: missing, requirements };
}

function refuseConditions(verb: StageVerb, transition: Transition, context: TransitionContext): Refusal | null {
  const { actor, law, project, gate } = context;
  const who = transition.who(law, project.tier);
  if (verb === "start") return refuseEntry(context);
  if (verb === "set-aside") {
    const because = mayNotSetAside(law, project);
    if (because) return refusal("CONFLICT", because, ["LD"], null);
  }
  if (actor.kind === "rule") return refuseRule(verb, context);
  if (verb === "approve" && project.tier === 3 && actor.isSubmitter) {
    return refusal("FORBIDDEN", FOUR_EYES, who, `Ask ${anyOf(who)} who did not submit it.`);
  }
  if (transition.needsGate && !gate.ready) return refuseGate(gate);
  return transition.all ? refuseSecondSignature(transition, context) : null;
}

const FOUR_EYES = "At tier 3 nobody approves what they submitted.";

function refuseEntry(context: TransitionContext): Refusal | null {
  const unmet = entryUnmet(context);
  if (unmet.length === 0 || context.actor.roles.includes("LD")) return null;
  const because = unmet.map(({ detail }) => detail).join(" ");
  return {
    ...refusal("GATE_CLOSED", because, ["LD"], "Or ask a lead to start it with a reason."),
    requirements: unmet,
  };
}

function refuseGate(gate: GateResult): Refusal {
  const unmet = gate.requirements.filter(({ met }) => !met);
  const who = [...new Set(unmet.flatMap(({ fix }) => fix?.who ?? []))];
  const count = unmet.length === 1 ? "one requirement is" : `${unmet.length} requirements are`;
  const because = `The gate is shut: ${count} not met.`;
  const fix = unmet[0]?.fix?.what ?? unmet[0]?.detail ?? null;
  return { ...refusal("GATE_CLOSED", because, who, fix), requirements: unmet };
}

function refuseRule(verb: StageVerb, { law, project, ...context }: TransitionContext): Refusal | null {
  if (verb === "flag" && context.dismissedSameFactsWithin24h) {
    return refusal("CONFLICT", "The same facts were dismissed within the last 24 hours.", [], null);
  }
  if (verb === "dismiss" && !context.recovered) {
    const because = "The rule’s facts must be gone for two evaluations, with nothing edited in the stage.";
    return refusal("CONFLICT", because, ["LD"], "Rework the stage, or ask a lead to dismiss the flag.");
  }
  if (verb === "restore" && !mayNotSetAside(law, project)) {
    return refusal("CONFLICT", "The reason for setting the stage aside still holds.", ["LD"], null);
  }
  return null;
}

function refuseSecondSignature(transition: Transition, context: TransitionContext): Refusal | null {
  const { law, project, actor, signed } = context;
  const open = missingRoles(transition, context);
  const mine = signable(open, actor.roles);
  if (mine.length > 0 && !(project.tier === 3 && actor.hasSigned)) return null;
  const waits = open.length > 0 ? open : transition.who(law, project.tier);
  const because = actor.hasSigned
    ? `You have signed already; it waits for ${allOf(waits)}.`
    : `${allOf(signed)} signed already; it waits for ${allOf(waits)}.`;
  return refusal("CONFLICT", because.charAt(0).toUpperCase() + because.slice(1), waits, askOne(waits));
}

function allow(state: StageState, verb: StageVerb, transition: Transition, context: TransitionContext): Allowed {
  const { rule, to, iteration, voidsSignOffs } = transition;
  const override = verb === "start" && entryUnmet(context).length > 0;
  const moved = { ok: true, rule, to, iteration, voidsSignOffs, signsAs: [], waitsFor: [], override } as const;
  if (!transition.all || context.actor.kind === "rule") return moved;
  const open = missingRoles(transition, context);
  const signsAs = signaturesOf(open, context);
  const waitsFor = open.filter((role) => !signsAs.includes(role));
  return waitsFor.length === 0 ? { ...moved, signsAs } : { ...moved, to: state, iteration: 0, signsAs, waitsFor };
}

function entryUnmet({ law, project, entry = [] }: TransitionContext): Requirement[] {
  const stages = asRequirements(prerequisitesUnmet(law.toStart, project.states, project.titles));
  return [...stages, ...entry.filter(({ met }) => !met)];
}

function overrideAsk(context: TransitionContext): string {
  const facts = entryUnmet(context).map(({ detail }) => detail);
  return `${facts.join(" ")} As a lead you may start it all the same, with a reason.`;
}
