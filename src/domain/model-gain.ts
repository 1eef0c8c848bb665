export type Measured = {
  value: number;
  low?: number | undefined;
  high?: number | undefined;
  baseline?: number | undefined;
  baselineLow?: number | undefined;
  baselineHigh?: number | undefined;
  /** Low end of the 95% interval of the gain where it was measured on the same rows. */
  gainLow?: number | undefined;
};
export type Gain = { gain: number; low: number | null };

/**
 * The gain of a model over the simple baseline in the good direction, and the low end of its 95% interval (G6.3). A
 * paired bound that was measured wins. Else MOVER: gain − √(distance of the candidate to its bad end² + distance of the
 * baseline to its good end²); a baseline without an interval counts as known exactly. Low is null without the
 * candidate's interval. In the unit of the metric. Source: Zou and Donner (2008), Newcombe's method 10 in general form.
 */
export function gainOver(measured: Measured, lowerIsBetter: boolean): Gain {
  const { value, baseline = 0, gainLow } = measured;
  const gain = lowerIsBetter ? baseline - value : value - baseline;
  if (gainLow !== undefined) return { gain, low: gainLow };
  const bad = lowerIsBetter ? measured.high : measured.low;
  if (bad === undefined) return { gain, low: null };
  const good = (lowerIsBetter ? measured.baselineLow : measured.baselineHigh) ?? baseline;
  return { gain, low: gain - Math.hypot(value - bad, good - baseline) };
}
