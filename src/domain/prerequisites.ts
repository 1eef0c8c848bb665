import type { Requirement } from "#domain/requirement.ts";
import type { Prerequisite } from "#domain/stage-law.ts";
import type { StageState } from "#domain/vocabulary.ts";

export type StageStates = Readonly<Record<string, StageState>>;
export type StageTitles = Readonly<Record<string, string>>;

export type UnmetPrerequisite = { stage: string; title: string; needs: Prerequisite["needs"]; because: string };

/** A flagged stage is no longer done: what rests on it waits until the flag is dealt with. */
export function prerequisitesUnmet(
  prerequisites: readonly Prerequisite[],
  states: StageStates,
  titles: StageTitles = {},
): UnmetPrerequisite[] {
  return prerequisites
    .filter(({ stage, needs }) => !holds(needs, states[stage] ?? "not_started"))
    .map(({ stage, needs }) => {
      const title = titles[stage] ?? titleFromKey(stage);
      return { stage, title, needs, because: sentence(title, needs, states[stage] ?? "not_started") };
    });
}

export function asRequirements(unmet: readonly UnmetPrerequisite[]): Requirement[] {
  return unmet.map(({ stage, title, because }) => ({
    key: `entry.${stage}`,
    label: `${title} comes first`,
    met: false,
    detail: because,
    fix: { who: ["PM", "ML", "LD"], what: `Move “${title}” on.`, where: `/stages/${stage}` },
  }));
}

export const STATE_WORDS: Record<StageState, string> = {
  not_started: "not started",
  in_progress: "in progress",
  blocked: "blocked",
  in_review: "in review",
  done: "done",
  needs_attention: "in need of attention",
  not_applicable: "set aside",
};

function holds(needs: Prerequisite["needs"], state: StageState): boolean {
  if (needs === "started") return state !== "not_started" && state !== "not_applicable";
  return state === "done" || (needs === "done_or_set_aside" && state === "not_applicable");
}

const NEED_WORDS: Record<Prerequisite["needs"], string> = {
  started: "must be started",
  done: "must be done",
  done_or_set_aside: "must be done or set aside",
};

function sentence(title: string, needs: Prerequisite["needs"], state: StageState): string {
  return `“${title}” ${NEED_WORDS[needs]} first; it is ${STATE_WORDS[state]}.`;
}

function titleFromKey(key: string): string {
  const words = key.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
