import { Tag } from "#components/ui/tag.tsx";
import type { ChannelView } from "#server/channel-shape.ts";

/** How a channel stands, as a sign and a word. */
export function ChannelTag({ channel }: { channel: ChannelView }) {
  const { pausedAt, pausedBecause, failingSince, lastSentAt } = channel;
  const [tone, sign, word] = pausedAt
    ? pausedBecause
      ? (["bad", "✕", "Paused: it failed"] as const)
      : (["quiet", "–", "Paused"] as const)
    : failingSince
      ? (["warn", "▲", "Failing"] as const)
      : lastSentAt
        ? (["good", "✓", "Works"] as const)
        : (["plain", "…", "Nothing sent yet"] as const);
  return (
    <Tag tone={tone}>
      <span aria-hidden="true">{sign}</span>
      {word}
    </Tag>
  );
}
