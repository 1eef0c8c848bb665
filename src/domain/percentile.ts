type Weighted = { value: number; weight: number };

/**
 * Type-7 percentile of a sample in which a value of weight n stands n times (lifecycle A6): h = (Σ n − 1)·p, linear
 * between the values at ⌊h⌋ and ⌊h⌋ + 1. With weights of 1 it equals numpy's default and percentile_cont.
 * Null for an empty sample; values without a weight above 0 are left out.
 */
export function weightedPercentile(values: readonly number[], weights: readonly number[], p: number): number | null {
  const sample = values.map((value, index) => ({ value, weight: weights[index] ?? 0 }));
  const sorted = sample.filter(({ weight }) => weight > 0).sort((a, b) => a.value - b.value);
  return readSorted(sorted, p);
}

/** The same over a sample that changes at both ends: it stays sorted, so that a window costs one pass and no sort. */
export class SlidingPercentile {
  readonly #sorted: Weighted[] = [];

  add(point: Weighted): void {
    if (point.weight > 0) this.#sorted.splice(this.#find(point.value), 0, point);
  }

  /** Removes one point equal in value and weight; one that was never added changes nothing. */
  remove(point: Weighted): void {
    for (let index = this.#find(point.value); this.#sorted[index]?.value === point.value; index += 1) {
      if (this.#sorted[index]?.weight !== point.weight) continue;
      this.#sorted.splice(index, 1);
      return;
    }
  }

  read(p: number): number | null {
    return readSorted(this.#sorted, p);
  }

  /** The first index whose value is not below the given one. */
  #find(value: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.value ?? value) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function readSorted(sorted: readonly Weighted[], p: number): number | null {
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const rank = Math.max(0, (total - 1) * p);
  const below = Math.floor(rank);
  const first = valueAt(sorted, below);
  if (first === null) return null;
  const second = valueAt(sorted, below + 1) ?? first;
  const part = rank - below;
  // Rounding may carry the sum past the upper value.
  return part === 0 || first === second ? first : Math.min(second, first + (second - first) * part);
}

/** The value at a place of the sample written out; the last one for a place behind it. */
function valueAt(sorted: readonly Weighted[], place: number): number | null {
  let passed = 0;
  for (const { value, weight } of sorted) {
    passed += weight;
    if (place < passed) return value;
  }
  return sorted.at(-1)?.value ?? null;
}
