import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import { timeOf } from "#domain/metric-points.ts";
import { isStorableTime } from "#domain/storable-time.ts";

/** Every list is asked for and answered alike. */
export const listQuery = {
  limit: z.coerce
    .number("A whole number")
    .int("A whole number")
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: "At most so many; some lists give no more than 100 at once." }),
  cursor: z.string().max(1000).optional().meta({ description: "`nextCursor` of the page before." }),
};

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: "Null on the last page." }),
  });
}

/** ISO 8601 or epoch milliseconds. */
export const timeQuery = z
  .string()
  .max(40)
  .transform((text, context) => {
    const time = timeOf(/^-?\d{5,16}$/.test(text) ? Number(text) : text);
    if (time !== null && isStorableTime(time)) return new Date(time);
    context.addIssue({ code: "custom", message: "A time as 2026-03-31T09:00:00Z, or epoch milliseconds" });
    return z.NEVER;
  })
  .optional()
  .meta({ description: "ISO 8601 or epoch milliseconds.", override: { type: "string" } });

const ALL = 1000;

/** A page of a list that is short enough to be read whole. The cursor is the key of the last item of the page before. */
export function pageOf<T>(
  all: readonly T[],
  { limit = ALL, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  keyOf: (item: T) => string,
): { items: T[]; nextCursor: string | null } {
  const start = cursor === undefined ? 0 : all.findIndex((item) => keyOf(item) === cursor) + 1;
  if (cursor !== undefined && start === 0) throw new AppError("INVALID", "The cursor is not one that this list gave.");
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  return { items, nextCursor: last !== undefined && start + limit < all.length ? keyOf(last) : null };
}
