import type { WindowValue } from "#domain/backward-facts.ts";

/* Series by which the product follows what runs. Their names are fixed, so that nobody has to say where they are. */

/** The p95 of one prediction in milliseconds, or the single times: the p95 of each hour is read. */
export const LATENCY_SERIES = "latency_p95_ms";
/** How many decisions were made, and in how many of them somebody was selected; with a label for the group. */
export const DECISIONS_SERIES = "decisions";
export const SELECTED_SERIES = "decisions_selected";

/** What a series counted since a moment. */
export type LiveCount = { name: string; labels: Readonly<Record<string, string>>; sum: number };

/** What the series say that backward rules look at; empty where nothing is sent. */
export type LiveSignals = {
  /** The p95 of each whole hour, oldest first. */
  latencyP95Ms: readonly WindowValue[];
  /** Since the end of the assessed period, at most 28 days back. */
  counts: readonly LiveCount[];
};
