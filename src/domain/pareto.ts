export type Trade = { id: string; quality: number; cost: number };

/**
 * The ids of those that nothing beats: no other one is at least as good in quality and in cost and better in one of
 * them. Higher quality and lower cost are better; turn the sign of a quality where lower is better. Equal ones stay
 * together. In the order of rising cost. Source: Pareto efficiency; a sweep over the sorted costs.
 */
export function paretoFront(trades: readonly Trade[]): string[] {
  const sorted = trades.toSorted((a, b) => a.cost - b.cost || b.quality - a.quality);
  let best: Trade | null = null;
  return sorted.flatMap((trade) => {
    const equal: boolean = best !== null && trade.quality === best.quality && trade.cost === best.cost;
    if (best !== null && !equal && trade.quality <= best.quality) return [];
    best = trade;
    return [trade.id];
  });
}
