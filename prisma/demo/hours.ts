import type { TimeCategory } from "#stages/business-case/time-entry.ts";
import type { Name } from "./people.ts";
import type { Story } from "./story.ts";

/** Hours of one kind of work, spread evenly over the days on which they were entered. */
type Work = { category: TimeCategory; hours: number; who: Name; days: readonly string[] };

/** Lifecycle G1: 1,876 hours, 21.9 % of them modelling. */
export const CARDGUARD_HOURS: readonly Work[] = [
  { category: "framing", hours: 96, who: "Mara Lind", days: ["2025-03-14", "2025-03-28"] },
  {
    ...{ category: "data", hours: 720, who: "Tomas Okafor" },
    days: ["2025-03-31", "2025-04-30", "2025-05-30", "2025-06-30", "2025-07-18", "2026-01-16"],
  },
  {
    ...{ category: "modelling", hours: 410, who: "Ines Duarte" },
    days: ["2025-07-31", "2025-08-29", "2025-09-19", "2025-12-12", "2026-01-21"],
  },
  {
    ...{ category: "deployment", hours: 360, who: "Tomas Okafor" },
    days: ["2025-09-30", "2025-10-31", "2025-11-14", "2025-12-19"],
  },
  { category: "monitoring", hours: 180, who: "Tomas Okafor", days: ["2025-11-28", "2026-01-30", "2026-02-27"] },
  { category: "governance", hours: 110, who: "Priya Raman", days: ["2025-04-22", "2025-11-10", "2026-03-05"] },
];

/** Lifecycle G3: 520 hours, 28.8 % of them modelling, as a proof of concept has it. */
export const SHELFCAST_HOURS: readonly Work[] = [
  { category: "framing", hours: 40, who: "Mara Lind", days: ["2025-11-14", "2025-11-28"] },
  { category: "data", hours: 310, who: "Tomas Okafor", days: ["2025-12-19", "2026-01-30", "2026-02-27", "2026-03-06"] },
  { category: "modelling", hours: 150, who: "Ines Duarte", days: ["2026-01-30", "2026-02-13", "2026-02-27"] },
  { category: "other", hours: 20, who: "Henrik Vos", days: ["2026-01-16"] },
];

export function tellHours(story: Story, works: readonly Work[]): Story {
  for (const { category, hours, who, days } of works)
    for (const [at, day] of days.entries()) {
      // Tenths that add up to the whole: each day takes what is due by then and was not entered yet.
      const due = (until: number) => Math.round((hours * 10 * until) / days.length);
      const data = { category, hours: (due(at + 1) - due(at)) / 10, day: story.clock.day(day), person: who };
      story.on(day, who, (hand) => hand.record("time-entries", [{ key: `${category}-${at + 1}`, data }]));
    }
  return story;
}

/** Go-live was planned for the 240th day, and came on the 252nd. */
export function tellGoLive(story: Story): Story {
  const plan = { ownerId: story.cast("Tomas Okafor").userId, dueOn: story.clock.day("2025-10-29") };
  story.on("2025-09-23", "Henrik Vos", (hand) => hand.plan("integration", plan));
  return story;
}
