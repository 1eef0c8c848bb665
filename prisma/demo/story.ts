import type { CriterionKind, Role } from "#domain/vocabulary.ts";
import { authorize, authorizeOrg } from "#server/access.ts";
import { at, now } from "#server/clock.ts";
import { evaluateProject } from "#server/evaluation-run.ts";
import { monitorProject } from "#server/jobs/evaluate-monitors.ts";
import { setMemberRoles } from "#server/members.ts";
import { ingestMetrics } from "#server/metrics.ts";
import { rollUp } from "#server/points/rollups.ts";
import { createProject, type NewProject } from "#server/projects.ts";
import type { StageDocument } from "#stages/field.ts";
import { type Hand, handOf } from "./hand.ts";
import type { Cast, Name } from "./people.ts";
import { randomFrom } from "./random.ts";
import { type Curve, type Point, pointsOf } from "./series.ts";
import type { StoryClock } from "./story-clock.ts";

export type Team = Readonly<Partial<Record<Name, readonly Role[]>>>;

export type Opening = Required<Omit<NewProject, "timeZone">> & {
  timeZone: string;
  createdOn: string;
  /** Creates the project and puts the team together; the team says which role stays. */
  lead: Name;
  team: Team;
};

type Measured = { name: string; unit: string; labels?: Record<string, string>; curve: Curve };
type Chapter = { day: string; tell: () => Promise<unknown> };

/** A project's history: chapters are collected in any order and told by day, each under the clock of its day. */
export type Story = {
  opening: Opening;
  clock: StoryClock;
  cast: Cast;
  /** What the stages said when they were finished, for conditions that look across. */
  documents: Record<string, StageDocument>;
  on(day: string, who: Name, act: (hand: Hand) => Promise<unknown>): void;
  measure(series: Measured): void;
  /** Sends the points that were measured until that day, and evaluates what they complete. */
  feed(day: string): void;
  holds(role: Role): Name | undefined;
  tell(): Promise<void>;
};

export function openStory(clock: StoryClock, cast: Cast, opening: Opening): Story {
  const chapters: Chapter[] = [];
  const series: (Measured & { points: Point[] })[] = [];
  const { slug, lead, team } = opening;
  const on: Story["on"] = (day, who, act) => chapters.push({ day, tell: () => act(handOf(cast(who), slug)) });
  return {
    opening,
    clock,
    cast,
    documents: {},
    on,
    measure: (measured) =>
      series.push({ ...measured, points: pointsOf(measured.curve, clock, randomFrom(slug, measured.name)) }),
    feed: (day) => chapters.push({ day, tell: () => send(slug, cast(lead), series) }),
    holds: (role) => (Object.keys(team) as Name[]).find((name) => team[name]?.includes(role)),
    async tell() {
      await at(clock.moment(opening.createdOn, "07:10"), () => open(cast, opening));
      for (const [moment, { day, tell }] of timed(chapters, clock))
        await at(moment, tell).catch((error: unknown) => {
          throw new Error(`The story of ${slug} broke on ${day}`, { cause: error });
        });
      await at(clock.now, () => send(slug, cast(lead), series));
    },
  };
}

/** Business numbers are the product manager's, all others the engineer's. */
export function ownerOf(story: Story, kind: CriterionKind): string | null {
  const name = story.holds(kind === "business" ? "PM" : "ML");
  return name ? story.cast(name).userId : null;
}

/** Chapters of one day follow each other within working hours. */
function timed(chapters: readonly Chapter[], clock: StoryClock): [Date, Chapter][] {
  const days = [...Map.groupBy(chapters, ({ day }) => day)].sort(([a], [b]) => (a < b ? -1 : 1));
  return days.flatMap(([day, list]) => {
    const step = Math.min(34, 560 / list.length) * 60_000;
    const morning = clock.moment(day, "07:40").getTime();
    return list.map((chapter, i): [Date, Chapter] => [new Date(morning + i * step), chapter]);
  });
}

async function open(cast: Cast, { createdOn: _, lead, team, ...input }: Opening): Promise<void> {
  const maker = cast(lead);
  const { slug } = await createProject(authorizeOrg(maker, "project.create"), input);
  const manage = await authorize(maker, slug, "member.manage");
  const own = team[lead];
  for (const name of Object.keys(team) as Name[])
    if (name !== lead) await setMemberRoles(manage, cast(name).userId, team[name] ?? []);
  if (own) await setMemberRoles(manage, maker.userId, own);
}

/** What the worker would do: the points that are there by now, their roll-ups, the windows that have ended. */
async function send(slug: string, by: ReturnType<Cast>, series: (Measured & { points: Point[] })[]): Promise<void> {
  const access = await authorize(by, slug, "metrics.write");
  const batches = series.flatMap(({ name, labels, unit, points }) => {
    const ready = points.findIndex(([time]) => time > now().getTime());
    const sent = points.splice(0, ready === -1 ? points.length : ready);
    return sent.length > 0 ? [{ series: { name, labels, unit: unit || undefined }, points: sent }] : [];
  });
  if (batches.length > 0) {
    const { refused } = await ingestMetrics(access, { batches });
    if (refused.length > 0) throw new Error(`A point of ${slug} was refused: ${refused[0]?.reason}`);
  }
  await rolledUp();
  while ((await evaluateProject({ id: access.projectId, slug })) > 0);
  await monitorProject({ id: access.projectId, slug });
}

let turn: Promise<void> = Promise.resolve();

/** One teller at a time: a mark that another one has taken is not done yet. */
function rolledUp(): Promise<void> {
  const mine = turn.then(async () => {
    while ((await rollUp()) > 0);
  });
  turn = mine.catch(() => undefined);
  return mine;
}
