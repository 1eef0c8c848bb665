import { Tag, type Tone } from "#components/ui/tag.tsx";
import type { Outcome } from "#server/inbound-events.ts";

/** What became of an event, as a sign and a word. */
export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  const { tone, sign, word } = OUTCOMES[outcome];
  return (
    <Tag tone={tone}>
      <span aria-hidden="true">{sign}</span>
      {word}
    </Tag>
  );
}

const OUTCOMES: Record<Outcome, { tone: Tone | "plain"; sign: string; word: string }> = {
  kept: { tone: "good", sign: "✓", word: "Kept" },
  partly: { tone: "warn", sign: "◐", word: "Kept in part" },
  refused: { tone: "bad", sign: "✕", word: "Refused" },
  nothing: { tone: "quiet", sign: "–", word: "Nothing to file" },
  working: { tone: "plain", sign: "…", word: "Not ended" },
  failed: { tone: "bad", sign: "▲", word: "Our fault" },
};
