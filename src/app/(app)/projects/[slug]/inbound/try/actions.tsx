"use server";

import { z } from "zod";
import { parseJson } from "#api/json-text.ts";
import { TrialResult } from "#app/(app)/projects/[slug]/inbound/try/trial-result.tsx";
import { action } from "#app/action.ts";
import { invalid } from "#domain/errors.ts";
import { authorize } from "#server/access.ts";
import { tryOut } from "#server/inbound.ts";
import { readerOf } from "#wire/readers.ts";

const schema = z.strictObject({
  slug: z.string(),
  format: z.string(),
  payload: z.string().max(1_000_000, "At most 1 MB"),
});

/** The answer comes as it is drawn: whatever a fact's kind is called is known to the server. */
export const tryPayloadAction = action(schema, async (actor, { slug, format, payload }) => {
  const reader = readerOf(format);
  if (!reader) throw invalid("format", "Choose one of the formats.");
  if (payload.trim() === "") throw invalid("payload", "Paste the JSON of an event.");
  const access = await authorize(actor, slug, "fact.record", "metrics.write");
  const result = await tryOut(access, reader, readJson(payload));
  return <TrialResult slug={slug} result={result} />;
});

function readJson(text: string): unknown {
  try {
    return parseJson(Buffer.from(text), "payload");
  } catch (error) {
    throw invalid("payload", error instanceof Error ? error.message : "This is not JSON.");
  }
}
