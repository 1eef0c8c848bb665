type Summed = { points: number; weight: number; weighted: number; sum: number };
type Field = keyof Summed;

/**
 * Sums over any stretch of a list in constant time. Plain prefix sums lose digits where a small stretch follows a large
 * history; these carry the rounding error of each step in a second double (Knuth's two-sum), so that a stretch reads the
 * same whatever came before it.
 */
export class ExactSums {
  readonly #items: readonly Summed[];
  readonly #prefixes = new Map<Field, Prefix>();

  constructor(items: readonly Summed[]) {
    this.#items = items;
  }

  /** Σ field over items[low, high). */
  over(field: Field, low: number, high: number): number {
    const { highs, lows } = this.#prefix(field);
    const difference = twoSum(at(highs, high), -at(highs, low));
    const total = difference.sum + (difference.error + (at(lows, high) - at(lows, low)));
    return Number.isFinite(total) ? total : this.#plainly(field, low, high);
  }

  #prefix(field: Field): Prefix {
    const known = this.#prefixes.get(field);
    if (known) return known;
    const made = prefixOf(this.#items, field);
    this.#prefixes.set(field, made);
    return made;
  }

  /** Once a prefix has overflowed, only the stretch itself can tell. */
  #plainly(field: Field, low: number, high: number): number {
    return this.#items.slice(low, high).reduce((total, item) => total + item[field], 0);
  }
}

type Prefix = { highs: Float64Array; lows: Float64Array };

function prefixOf(items: readonly Summed[], field: Field): Prefix {
  const highs = new Float64Array(items.length + 1);
  const lows = new Float64Array(items.length + 1);
  items.forEach((item, index) => {
    const step = twoSum(at(highs, index), item[field]);
    const exact = twoSum(step.sum, step.error + at(lows, index));
    highs[index + 1] = exact.sum;
    lows[index + 1] = exact.error;
  });
  return { highs, lows };
}

function twoSum(a: number, b: number): { sum: number; error: number } {
  const sum = a + b;
  const part = sum - a;
  return { sum, error: a - (sum - part) + (b - part) };
}

function at(numbers: Float64Array, index: number): number {
  return numbers[index] ?? 0;
}
