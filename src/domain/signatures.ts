import { roleConflict } from "#domain/permissions.ts";
import type { TransitionContext } from "#domain/stage-decision.ts";
import type { Transition } from "#domain/stage-transitions.ts";
import type { Role } from "#domain/vocabulary.ts";

/** At tier 3 a countersignature is somebody else's, so one person signs in one role. */
export function signaturesOf(open: readonly Role[], { actor, project }: TransitionContext): readonly Role[] {
  const mine = signable(open, actor.roles);
  return project.tier === 3 ? mine.slice(0, 1) : mine;
}

export function missingRoles(transition: Transition, { law, project, signed }: TransitionContext): readonly Role[] {
  return transition.who(law, project.tier).filter((role) => !signed.includes(role));
}

/** A reviewer's signature counts only from outside the build team. */
export function signable(who: readonly Role[], roles: readonly Role[]): readonly Role[] {
  return who.filter((role) => roles.includes(role) && (role !== "RV" || roleConflict(roles) === null));
}
