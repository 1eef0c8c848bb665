import { z } from "zod";

/** From the year 1 to the year 9999 in UTC: what a database keeps, and JavaScript writes with four digits. */
const EARLIEST_MS = -62_135_596_800_000;
const LATEST_MS = 253_402_300_799_999;

export function isStorableTime(ms: number): boolean {
  return ms >= EARLIEST_MS && ms <= LATEST_MS;
}

const EXPECTED = "A year from 1 to 9999 is expected";
/** What is no time at all has been said already. */
const isStorable = (text: string) => Number.isNaN(Date.parse(text)) || isStorableTime(Date.parse(text));

/** `2026-03-31T09:00:00Z`, or with another offset. */
export function instantText(error?: string) {
  return z.iso.datetime({ offset: true, error }).refine(isStorable, EXPECTED);
}

/** `2026-03-31` */
export function dayText(error?: string) {
  return z.iso.date({ error }).refine(isStorable, EXPECTED);
}
