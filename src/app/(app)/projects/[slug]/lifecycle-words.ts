import type { Lifecycle, LifecycleVerb } from "#domain/lifecycle.ts";

export const LIFECYCLE_NAMES: Readonly<Record<string, string>> = {
  draft: "Draft",
  active: "Active",
  live: "Live",
  paused: "Paused",
  cancelled: "Cancelled",
  retired: "Retired",
} satisfies Record<Lifecycle, string>;

export const LIFECYCLE_HELP: Record<Lifecycle, string> = {
  draft: "The first stage has not been started.",
  active: "It is worked on, and nothing takes production traffic yet.",
  live: "It has taken production traffic.",
  paused: "Work rests for now. Nothing counts as late, stuck or at risk.",
  cancelled: "It was given up. It stays readable.",
  retired: "It was switched off in order. It stays readable.",
};

export const STEP_PAST: Readonly<Record<string, string>> = {
  pause: "Paused",
  resume: "Taken up again",
  cancel: "Cancelled",
  retire: "Retired",
} satisfies Record<LifecycleVerb, string>;
