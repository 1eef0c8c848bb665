import { cloudEvents } from "#wire/cloudevents/reader.ts";
import { evidently } from "#wire/evidently/reader.ts";
import { gitHub } from "#wire/github/reader.ts";
import { gitLab } from "#wire/gitlab/reader.ts";
import type { WireReader } from "#wire/heard.ts";
import { mlflowWebhook } from "#wire/mlflow-webhook/reader.ts";
import { openLineage } from "#wire/openlineage/reader.ts";

/** The formats of single events, which can be tried out with a pasted payload. */
export const WIRE_READERS = [
  openLineage,
  evidently,
  cloudEvents,
  gitHub,
  gitLab,
  mlflowWebhook,
] as const satisfies WireReader[];

export function readerOf(format: string): WireReader | null {
  return WIRE_READERS.find((reader) => reader.format === format) ?? null;
}
