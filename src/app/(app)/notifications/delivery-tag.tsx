import { Tag, type Tone } from "#components/ui/tag.tsx";
import type { DeliveryState } from "#server/delivery-log.ts";

export const DELIVERY_WORDS: Record<DeliveryState, { tone: Tone | "plain"; sign: string; word: string }> = {
  waiting: { tone: "plain", sign: "…", word: "Waiting" },
  delivered: { tone: "good", sign: "✓", word: "Delivered" },
  failed: { tone: "bad", sign: "✕", word: "Failed" },
  dropped: { tone: "quiet", sign: "–", word: "Dropped" },
};

/** How a delivery stands, as a sign and a word; what failed before and is tried again says so. */
export function DeliveryTag({ state, attempts }: { state: DeliveryState; attempts: number }) {
  const trying = state === "waiting" && attempts > 0;
  const { tone, sign, word } = trying
    ? { tone: "warn" as const, sign: "▲", word: "Trying again" }
    : DELIVERY_WORDS[state];
  return (
    <Tag tone={tone}>
      <span aria-hidden="true">{sign}</span>
      {word}
    </Tag>
  );
}
