import { now } from "#server/clock.ts";
import { cardguard } from "./demo/cardguard.ts";
import { assembleCast } from "./demo/people.ts";
import { readmit } from "./demo/readmit.ts";
import { shelfcast } from "./demo/shelfcast.ts";
import { storyClock } from "./demo/story-clock.ts";

/** Tells the demo's story into an empty, migrated database, through the same verbs as the application. */
export async function seedDemo(): Promise<void> {
  const clock = storyClock(now());
  const cast = await assembleCast();
  const stories = [cardguard(clock, cast), readmit(clock, cast), shelfcast(clock, cast)];
  await Promise.all(stories.map((story) => story.tell()));
}
