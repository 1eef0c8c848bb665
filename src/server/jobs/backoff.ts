/** Puts off what failed, twice as long each time; the first failure, and the first after a success, is worth a line. */
export class Backoff {
  readonly #failed = new Map<string, { times: number; until: number }>();
  readonly #firstMs: number;
  readonly #longestMs: number;

  constructor(firstMs: number, longestMs: number) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
  }

  waits(key: string): boolean {
    return (this.#failed.get(key)?.until ?? 0) > Date.now();
  }

  /** Whether this is the first failure in a row. */
  failed(key: string): boolean {
    const times = (this.#failed.get(key)?.times ?? 0) + 1;
    this.#failed.set(key, { times, until: Date.now() + Math.min(this.#longestMs, this.#firstMs * 2 ** (times - 1)) });
    return times === 1;
  }

  succeeded(key: string): void {
    this.#failed.delete(key);
  }
}
