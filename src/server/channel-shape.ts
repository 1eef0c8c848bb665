import { z } from "zod";
import { invalid } from "#domain/errors.ts";
import { NEWS_TYPES, type NewsType } from "#domain/news.ts";
import { DIGESTS, type Digest } from "#domain/notify.ts";
import type { Channel } from "#generated/prisma/client.ts";
import { isTimeZone } from "#lib/time-zone.ts";
import { mailIsConfigured } from "#server/mail.ts";
import { readAddress, Unreachable } from "#server/outgoing-http.ts";

export const CHANNEL_KINDS = ["webhook", "slack", "email"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

const minute = z.int("A whole number").min(0).max(1439).meta({ description: "Minute of the day: 480 is 8:00." });

/** Not of a webhook, which takes everything at once: it is programs that read it. */
const manners = {
  criticalOnly: z.boolean().optional(),
  digest: z.enum(DIGESTS).optional(),
  digestAt: minute.optional(),
  quietFrom: minute.nullable().optional(),
  quietTo: minute.nullable().optional(),
  timeZone: z.string().refine(isTimeZone, "An IANA time zone, for example Europe/Berlin").optional(),
};

const name = z.string().trim().min(2, "At least 2 characters").max(80, "At most 80 characters");
const address = z.string().trim().max(2000, "At most 2,000 characters").meta({
  description: "Of a webhook or Slack the URL; of mail the addresses, with commas. Kept sealed, and never shown again.",
});
const types = z.array(z.enum(NEWS_TYPES)).min(1, "Choose at least one").max(NEWS_TYPES.length);
const muted = z
  .array(z.uuid())
  .max(500)
  .optional()
  .meta({ description: "Of a person’s channel: projects that stay silent." });

export const newChannelSchema = z.strictObject({
  kind: z.enum(CHANNEL_KINDS),
  name,
  address: address.optional(),
  types,
  muted,
  ...manners,
});
export type NewChannel = z.infer<typeof newChannelSchema>;

export const channelChangeSchema = z.strictObject({
  version: z.int().optional().meta({ description: "As it was read; another one is refused as CONFLICT." }),
  name: name.optional(),
  address: address.optional(),
  types: types.optional(),
  muted,
  ...manners,
});
export type ChannelChange = z.infer<typeof channelChangeSchema>;

export type ChannelView = {
  id: string;
  kind: ChannelKind;
  name: string;
  /** Where it goes, without what is secret in it: a host, or mail addresses. */
  shown: string;
  types: NewsType[];
  muted: string[];
  criticalOnly: boolean;
  digest: Digest;
  digestAt: number;
  quietFrom: number | null;
  quietTo: number | null;
  timeZone: string;
  version: number;
  createdAt: Date;
  lastSentAt: Date | null;
  failingSince: Date | null;
  pausedAt: Date | null;
  pausedBecause: string | null;
};

export function channelView(row: Channel): ChannelView {
  return {
    ...{ id: row.id, name: row.name, shown: row.shown, muted: row.muted, criticalOnly: row.criticalOnly },
    kind: CHANNEL_KINDS.find((kind) => kind === row.kind) ?? "webhook",
    types: NEWS_TYPES.filter((type) => row.types.includes(type)),
    digest: DIGESTS.find((digest) => digest === row.digest) ?? "at_once",
    ...{ digestAt: row.digestAt, quietFrom: row.quietFrom, quietTo: row.quietTo, timeZone: row.timeZone },
    ...{ version: row.version, createdAt: row.createdAt, lastSentAt: row.lastSentAt, failingSince: row.failingSince },
    ...{ pausedAt: row.pausedAt, pausedBecause: row.pausedBecause },
  };
}

const MOST_ADDRESSES = 20;

/** The address as it is kept and as it may be shown. Throws INVALID with what to change. */
export function readChannelAddress(kind: ChannelKind, given: string): { address: string; shown: string } {
  if (kind !== "email") return readUrl(given);
  if (!mailIsConfigured()) throw invalid("kind", "This installation sends no mail: whoever runs it can set SMTP_URL.");
  const addresses = given.split(/[,;\s]+/).filter(Boolean);
  const wrong = addresses.find((each) => !z.email().safeParse(each).success);
  if (addresses.length === 0) throw invalid("address", "Enter at least one mail address.");
  if (wrong !== undefined) throw invalid("address", `“${wrong}” is not a mail address.`);
  if (addresses.length > MOST_ADDRESSES) throw invalid("address", `At most ${MOST_ADDRESSES} mail addresses.`);
  return { address: addresses.join(", "), shown: addresses.join(", ") };
}

function readUrl(given: string): { address: string; shown: string } {
  try {
    return { address: given, shown: readAddress(given).host };
  } catch (error) {
    if (error instanceof Unreachable) throw invalid("address", error.message);
    throw error;
  }
}

/** Both ends or none, and not the same minute. */
export function checkQuiet({ quietFrom, quietTo }: { quietFrom: number | null; quietTo: number | null }): void {
  if ((quietFrom === null) !== (quietTo === null)) throw invalid("quietTo", "Quiet hours need a beginning and an end.");
  if (quietFrom !== null && quietFrom === quietTo)
    throw invalid("quietTo", "Quiet hours must end at another time than they begin.");
}
