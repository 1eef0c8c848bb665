const END_OF_9999 = 253_402_300_799_999;

/** Clients choose the times; what no date says becomes the nearest that does. */
export function instantOf(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), END_OF_9999)).toISOString();
}
