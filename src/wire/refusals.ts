import type { Refusal } from "#wire/heard.ts";

/** What was refused and why, told by reasons: the same one stands for many. */
export class Refusals {
  readonly #places = new Set<number>();
  #left = 0;
  readonly #reasons = new Map<string, { path: string; reason: string; times: number }>();

  /** `place`: the part of the payload that is lost for it; null where only a use of it is. */
  add(path: string, reason: string, place: number | null): void {
    if (place !== null) this.#places.add(place);
    this.#say(path, reason, 1);
  }

  /** Parts that were not even read. */
  leave(reason: string, parts: number): void {
    this.#left += parts;
    if (parts > 0) this.#say("", reason, parts);
  }

  #say(path: string, reason: string, times: number): void {
    const key = `${path}\n${reason}`;
    const known = this.#reasons.get(key);
    if (known) known.times += times;
    else this.#reasons.set(key, { path, reason, times });
  }

  addAll(others: Refusals): void {
    for (const place of others.#places) this.#places.add(place);
    this.#left += others.#left;
    for (const { path, reason, times } of others.#reasons.values()) this.#say(path, reason, times);
  }

  /** How many parts of the payload lost something. */
  get count(): number {
    return this.#places.size + this.#left;
  }

  /** The most frequent first. */
  list(): Refusal[] {
    return [...this.#reasons.values()]
      .sort((a, b) => b.times - a.times)
      .map(({ path, reason, times }) => ({ path, reason: times > 1 ? `${reason} (${times} times)` : reason }));
  }
}

const SAID = 5;

/** For one line in a sender's log. */
export function sayRefusals(refusals: Refusals): string {
  const all = refusals.list();
  const said = all.slice(0, SAID).map(({ path, reason }) => (path ? `${path}: ${reason}` : reason));
  return [...said, ...(all.length > SAID ? [`And ${all.length - SAID} other reasons.`] : [])].join(" ");
}
