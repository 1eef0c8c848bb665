import type { Rollout } from "#domain/maturity.ts";

/** The states in which a project rests, and nothing in it counts as late, stuck or at risk. */
export const RESTING = ["paused", "cancelled", "retired"] as const;
export type Resting = (typeof RESTING)[number];

export const LIFECYCLES = ["draft", "active", "live", ...RESTING] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

export function isResting(lifecycle: string): lifecycle is Resting {
  return RESTING.some((each) => each === lifecycle);
}

type Underway = { rollouts: readonly Rollout[]; integratedAt: number | null; started: boolean };

/** draft until stage 1 is started; live from the first production deployment with traffic on (A3); resting outweighs both. */
export function lifecycle({ resting = null, ...facts }: Underway & { resting?: Resting | null }): Lifecycle {
  return resting ?? underway(facts);
}

function underway({ started, ...facts }: Underway): "draft" | "active" | "live" {
  if (wentLiveAt(facts) !== null) return "live";
  return started ? "active" : "draft";
}

/** When the first production deployment with traffic began (A3); the end of stage 7 where no deployment is recorded. */
export function wentLiveAt({ rollouts, integratedAt }: Pick<Underway, "rollouts" | "integratedAt">): number | null {
  if (rollouts.length === 0) return integratedAt;
  const starts = rollouts.flatMap(({ production, traffic, startedAt }) =>
    production && traffic > 0 && startedAt !== null ? [startedAt] : [],
  );
  return starts.length > 0 ? Math.min(...starts) : null;
}

export const LIFECYCLE_VERBS = ["pause", "resume", "cancel", "retire"] as const;
export type LifecycleVerb = (typeof LIFECYCLE_VERBS)[number];

/** A decision of stage 1 that keeps the project paused by itself. */
export type Held = "no_go" | "defer";

export type LifecycleFacts = {
  /** Where it would stand if nothing made it rest. */
  underway: Lifecycle;
  /** What a lead recorded last; null while it goes on. */
  recorded: Resting | null;
  held: Held | null;
  /** The deployments that still run, by name. */
  running: readonly string[];
};

export type LifecycleDecision = { ok: true; to: Resting | null } | { ok: false; because: string };

/** Whether a lead may take this step, and where it leads (A3); null is back on its way. */
export function decideLifecycle(verb: LifecycleVerb, facts: LifecycleFacts): LifecycleDecision {
  const { recorded, held, running } = facts;
  if (verb === "resume") return recorded ? { ok: true, to: null } : refused(notResting(held));
  if (recorded === TO[verb]) return refused(`The project is ${recorded} already.`);
  if (recorded === "cancelled" || recorded === "retired")
    return refused(`The project is ${recorded}. Take it up again first.`);
  if (verb === "retire" && facts.underway !== "live")
    return refused("Only what was in use is retired. Cancel a project that never went live.");
  if (verb === "retire" && running.length > 0)
    return refused(
      `${running.length === 1 ? "A deployment still runs" : `${running.length} deployments still run`}: ${running.join(", ")}. End ${running.length === 1 ? "it" : "them"} before the project is retired.`,
    );
  return { ok: true, to: TO[verb] };
}

const TO = { pause: "paused", cancel: "cancelled", retire: "retired" } as const satisfies Record<
  Exclude<LifecycleVerb, "resume">,
  Resting
>;

function notResting(held: Held | null): string {
  if (!held) return "The project is under way already.";
  const decision = held === "defer" ? "to defer" : "not to go on";
  return `The business case decided ${decision}. Change the decision there, and the project goes on.`;
}

function refused(because: string): LifecycleDecision {
  return { ok: false, because };
}
