import { KIND_NAMES } from "#app/(app)/notifications/channel-words.ts";
import type { NewsType } from "#domain/news.ts";
import type { Digest } from "#domain/notify.ts";
import { usualNews } from "#domain/usual-news.ts";
import type { ChannelKind, ChannelView } from "#server/channel-shape.ts";

/** What stands in the form. */
export type Draft = {
  name: string;
  address: string | undefined;
  types: readonly NewsType[];
  muted: readonly string[];
  criticalOnly: boolean;
  digest: Digest;
  digestAt: number;
  quietFrom: number | null;
  quietTo: number | null;
  timeZone: string;
};

export function newDraft(kind: ChannelKind, own: boolean, timeZone: string): Draft {
  const { types, digest, digestAt } = usualNews({ kind, own });
  const name = own && kind === "email" ? "My mail" : own ? `My ${KIND_NAMES[kind]}` : KIND_NAMES[kind];
  return {
    ...{ name, address: undefined, types, digest, digestAt, timeZone },
    ...{ muted: [], criticalOnly: false, quietFrom: null, quietTo: null },
  };
}

export function draftOf(channel: ChannelView): Draft {
  const { name, types, muted, criticalOnly, digest, digestAt, quietFrom, quietTo, timeZone } = channel;
  return { name, address: undefined, types, muted, criticalOnly, digest, digestAt, quietFrom, quietTo, timeZone };
}

/** What the verbs take of it: a webhook has no manners, and only a person's own channel leaves projects out. */
export function draftInput(draft: Draft, kind: ChannelKind, own: boolean) {
  const { name, address, types, muted, ...manners } = draft;
  return {
    ...{ name, types: [...types] },
    ...(address ? { address } : {}),
    ...(own ? { muted: [...muted] } : {}),
    ...(kind === "webhook" ? {} : manners),
  };
}
