import type { Role } from "#domain/vocabulary.ts";
import type { StageDocument } from "#stages/field.ts";
import { STAGES, stageOf } from "#stages/registry.ts";
import type { Cast, Name } from "./people.ts";
import { answersFor, type Context } from "./smaller-documents.ts";
import { criterionOf, type SmallerProject, WEEKLY_SAMPLE } from "./smaller-project.ts";
import { openStory, ownerOf, type Story, type Team } from "./story.ts";
import { daysAfter, type StoryClock } from "./story-clock.ts";
import { putAside, walk } from "./walk.ts";

/** The last day of the story on which anything is told. */
const TODAY = "2026-03-13";

/** Tells a project of a few lines: one stage after the other, as far as it came. */
export function smallerStory(clock: StoryClock, cast: Cast, project: SmallerProject): Story {
  const { slug, name, summary, tier, affectsPeople, currency, timeZone, lead } = project;
  const since = beginning(project);
  const story = openStory(clock, cast, {
    ...{ slug, name, summary, tier, affectsPeople, currency, timeZone, createdOn: since, lead },
    team: teamOf(project),
  });
  const context = { project, clock, pm: cast(project.pm).userId, ml: cast(project.ml).userId };
  const live = stages(story, context, since);
  measurements(story, project, since, live);
  project.also?.(story);
  return story;
}

/** Counted back from today, so that the stage it is in began when the project says. */
function beginning({ done, pace, affectsPeople, daysInStage }: SmallerProject): string {
  const walked = STAGES.filter(({ number, setAside }) => number <= done && (affectsPeople || setAside !== AVOIDABLE));
  const days = walked.reduce((sum, { targetDays }) => sum + daysTaken(targetDays, pace) + PAUSE_DAYS, 0);
  return daysAfter(TODAY, -days - daysInStage);
}

const AVOIDABLE = "unless_people_affected";
const PAUSE_DAYS = 3;

function daysTaken(targetDays: number, pace: number): number {
  return Math.max(3, Math.round(targetDays * pace));
}

function teamOf({ lead, pm, ml, viewers = [] }: SmallerProject): Team {
  const roles: [Name, Role][] = [
    [pm, "PM"],
    [lead, "LD"],
    [ml, "ML"],
    ["Priya Raman", "RV"],
    ...viewers.map((name): [Name, Role] => [name, "VW"]),
  ];
  return Object.fromEntries(
    roles.map(([name]) => [name, roles.flatMap(([who, role]) => (who === name ? [role] : []))]),
  );
}

/** Returns the day on which it went live, or null. */
function stages(story: Story, context: Context, since: string): string | null {
  const { project } = context;
  let day = since;
  let live: string | null = null;
  for (const { key, number, targetDays, setAside } of STAGES) {
    if (number > project.done + (project.current ? 1 : 0)) break;
    if (!project.affectsPeople && setAside === AVOIDABLE) {
      putAside(story, key, day, "No person is scored, and nobody’s treatment depends on it.");
      continue;
    }
    const submit = daysAfter(day, daysTaken(targetDays, project.pace));
    pass(story, context, { key, day, submit, finished: number <= project.done });
    if (key === "integration") live = submit;
    day = daysAfter(submit, PAUSE_DAYS);
  }
  return live;
}

type Leg = { key: string; day: string; submit: string; finished: boolean };

function pass(story: Story, context: Context, { key, day, submit, finished }: Leg): void {
  const { project } = context;
  const by = stageOf(key).owner === "PM" ? project.pm : project.ml;
  if (key === "success-criteria") criteria(story, context, day);
  if (key === "monitoring") story.feed(submit);
  const document = answersFor(key, context, submit);
  if (finished) {
    walk(story, { stage: key, by, start: day, submit, done: daysAfter(submit, 2), document });
    return;
  }
  const { current } = project;
  const reviewed = current === "in_review" || (typeof current === "object" && "sentBackBecause" in current);
  if (reviewed) walk(story, { stage: key, by, start: day, submit: TODAY < submit ? TODAY : submit, document });
  else walk(story, { stage: key, by, start: day, ...half(key, document) });
  if (typeof current === "object") interrupted(story, { key, day, submit, by }, current);
}

/** A stage under way: most answers are there, and the first item. */
function half(key: string, document: StageDocument) {
  const answers = Object.entries(document);
  const open = stageOf(key).checklist.slice(1);
  return {
    document: Object.fromEntries(answers.slice(0, Math.ceil(answers.length * 0.6))),
    open: open.map((item) => item.key),
  };
}

type Interruption = Extract<SmallerProject["current"], object>;

function interrupted(story: Story, at: { key: string; day: string; submit: string; by: Name }, what: Interruption) {
  const { key, day, submit, by } = at;
  if ("blockedBy" in what) {
    const { blockedBy, reason } = what;
    const expectedUntil = story.clock.day("2026-03-27");
    story.on(daysAfter(day, 6), by, (hand) => hand.move(key, "block", { reason, blockedBy, expectedUntil }));
    return;
  }
  const reviewer = stageOf(key).approvers.includes("RV") ? "Priya Raman" : story.opening.lead;
  const reason = what.sentBackBecause;
  story.on(daysAfter(submit, 2), reviewer, (hand) => hand.move(key, "send-back", { reason }));
}

function criteria(story: Story, { project }: Context, day: string): void {
  for (const line of project.criteria)
    story.on(daysAfter(day, 1), project.pm, (hand) =>
      hand.criterion({ ...criterionOf(line), owner: ownerOf(story, line[2]) }),
    );
  if (project.tier >= 2) story.feed(daysAfter(day, 2));
}

/** Weekly numbers from the day it went live; before that one point a series, where the tier asks for it. */
function measurements(
  story: Story,
  { criteria: lines, tier }: SmallerProject,
  since: string,
  live: string | null,
): void {
  const on = tier >= 2 ? daysAfter(since, 1) : live;
  for (const [name, , , unit, baseline, target, , weeks] of lines) {
    const wired = on ? { wired: { on, value: baseline } } : {};
    const [first = target] = weeks;
    const wobble = Math.abs(target - baseline) * 0.06;
    const start = live ?? TODAY;
    if (!on) continue;
    story.measure({
      ...{ name, unit },
      curve: { ...wired, since: start, from: first, to: first, wobble, tail: weeks, n: WEEKLY_SAMPLE },
    });
  }
  if (live) story.feed("2026-03-12");
}
