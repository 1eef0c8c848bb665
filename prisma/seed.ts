import { now } from "#server/clock.ts";
import { summariseAtEnd } from "#server/summaries.ts";
import { cardguard } from "./demo/cardguard.ts";
import { CARDGUARD_HOURS, SHELFCAST_HOURS, tellGoLive, tellHours } from "./demo/hours.ts";
import { assembleCast, type Cast } from "./demo/people.ts";
import { readmit } from "./demo/readmit.ts";
import { shelfcast } from "./demo/shelfcast.ts";
import { COMMERCE } from "./demo/smaller-commerce.ts";
import { INDUSTRY } from "./demo/smaller-industry.ts";
import { PUBLIC } from "./demo/smaller-public.ts";
import { smallerStory } from "./demo/smaller-story.ts";
import type { Story } from "./demo/story.ts";
import { type StoryClock, storyClock } from "./demo/story-clock.ts";

/** Told at once: enough to keep the database busy, few enough for its connections. */
const TELLERS = 4;

/** Tells the demo's story into an empty, migrated database, through the same verbs as the application. */
export async function seedDemo(): Promise<void> {
  const clock = storyClock(now());
  const cast = await assembleCast();
  const large = largeStories(clock, cast);
  const smaller = [...COMMERCE, ...INDUSTRY, ...PUBLIC].map((project) => smallerStory(clock, cast, project));
  const stories = [...large, ...smaller];
  const waiting = stories.values();
  await summariseAtEnd(() => Promise.all(Array.from({ length: TELLERS }, () => tellAll(waiting))));
  console.log(`demo: ${stories.length} projects told`);
}

/** The three of lifecycle G. */
function largeStories(clock: StoryClock, cast: Cast): Story[] {
  return [
    tellGoLive(tellHours(cardguard(clock, cast), CARDGUARD_HOURS)),
    readmit(clock, cast),
    tellHours(shelfcast(clock, cast), SHELFCAST_HOURS),
  ];
}

async function tellAll(waiting: Iterator<Story> & Iterable<Story>): Promise<void> {
  for (const story of waiting) await story.tell();
}
