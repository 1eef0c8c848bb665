import type { StageDocument } from "#stages/field.ts";
import type { Name } from "./people.ts";
import type { Story } from "./story.ts";

/** One earlier state of the business case: which answers of the framing said something else, and which of the rest. */
export type EarlierFraming = { day: string; framing: StageDocument; rest?: StageDocument };

/** What stood in the business case before it said what it says now: each is one framing revision more. */
export function earlierFramings(
  story: Story,
  by: Name,
  final: StageDocument,
  earlier: readonly EarlierFraming[],
): void {
  const { goNoGo: _, framing, ...unsigned } = final;
  const known = typeof framing === "object" && framing !== null ? framing : {};
  for (const { day, framing: differs, rest } of earlier)
    story.on(day, by, (hand) =>
      hand.save("business-case", { ...unsigned, ...rest, framing: { ...known, ...differs } }),
    );
}

export const CARDGUARD_FRAMINGS: readonly EarlierFraming[] = [
  {
    day: "2025-03-04",
    framing: {
      entity: "One card",
      predictionTarget: "Whether a card will be misused in the coming month",
      predictionMoment: "Every night",
      labelDelayDays: 90,
      decision: "Which cards to replace",
      action: "Send a new card",
    },
    rest: { benefitMonthly: 240_000 },
  },
  {
    day: "2025-03-06",
    framing: {
      predictionTarget: "A payment that an analyst would stop",
      labelDelayDays: 1,
      minimumSuccess: "Nine of ten decisions as the analysts take them",
    },
  },
];

export const READMIT_FRAMINGS: readonly EarlierFraming[] = [
  {
    day: "2025-05-13",
    framing: {
      entity: "One patient",
      predictionTarget: "Any further stay within a year",
      labelDelayDays: 365,
      decision: "Which patients the general practice is told about",
      action: "A letter to the practice",
      actor: "The discharge office",
    },
    rest: { benefitMonthly: 120_000, successProbability: 0.5 },
  },
  {
    day: "2025-05-16",
    framing: {
      predictionTarget: "The length of stay in days",
      labelDelayDays: 14,
      decision: "How many beds to keep for the coming week",
      action: "Beds are moved between wards",
      actor: "The bed manager",
      minimumSuccess: "A mean error below two days on every ward",
    },
    rest: { benefitMonthly: 150_000 },
  },
  {
    day: "2025-05-20",
    framing: { predictionTarget: "Any readmission within 90 days", labelDelayDays: 90 },
  },
  {
    day: "2025-05-27",
    framing: { predictionMoment: "At the discharge itself", action: "A call within a week" },
  },
];

export const SHELFCAST_FRAMINGS: readonly EarlierFraming[] = [
  {
    day: "2025-11-05",
    framing: {
      entity: "One item group in one shop and week",
      predictionTarget: "Units sold in the coming week",
      predictionMoment: "Sunday evening",
      labelDelayDays: 7,
    },
  },
];
