import { DRILL } from "#domain/alerts.ts";

/** An alert about something: not a drill, which changes no health, no gate and no chart. */
export const REAL = { kind: { not: DRILL } } as const;
