/** In the order of their urgency. */
export const INBOX_KINDS = ["sign-off", "alert", "flagged", "sent-back", "blocked"] as const;
export type InboxKind = (typeof INBOX_KINDS)[number];

export type InboxItem = {
  id: string;
  kind: InboxKind;
  title: string;
  detail: string;
  href: string;
  project: { slug: string; name: string };
  since: Date;
  /** Whether it waits for exactly this person rather than for anybody in their role. */
  mine: boolean;
};
