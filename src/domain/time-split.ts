/** The part of the time that is modelling, by rule of thumb [R28]: a reference line, never a limit. */
export const MODELLING_REFERENCE = 0.2;

/** Hours by kind of work; every kind other than modelling counts as the rest. */
export type Hours = Readonly<Record<string, number>>;

export type TimeSplit = { modellingShare: number; aboveReference: number; hours: number };

/**
 * Modelling hours of all hours (C10.7), 0 to 1, and how far that lies above the reference of 0.20 (negative: below it).
 * Null where no hours are logged.
 */
export function timeSplit(hours: Hours): TimeSplit | null {
  const all = Object.values(hours).reduce((sum, each) => sum + each, 0);
  if (!(all > 0)) return null;
  const modellingShare = (hours.modelling ?? 0) / all;
  return { modellingShare, aboveReference: modellingShare - MODELLING_REFERENCE, hours: all };
}
