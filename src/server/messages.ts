import type { Channel } from "#generated/prisma/client.ts";

/** Gathers what is due on a channel that people read into one message, and sends it. */
export async function sendMessages(channel: Channel, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  throw new Error(`Nothing sends to ${channel.kind} yet`);
}
