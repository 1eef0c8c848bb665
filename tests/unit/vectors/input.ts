export type Bag = Record<string, unknown>;
/** From the name of a formula, as lifecycle C writes it, to our function behind it. */
export type Formulas = Record<string, (input: Input) => unknown>;

/** Reads a vector's input: names in snake_case, types as the formula says. */
export class Input {
  readonly #bag: Bag;

  constructor(bag: Bag) {
    this.#bag = bag;
  }

  number(name: string): number {
    const value = this.#bag[name];
    if (typeof value !== "number") throw new Error(`"${name}" is not a number`);
    return value;
  }

  maybe(name: string): number | null {
    return this.#bag[name] === null || this.#bag[name] === undefined ? null : this.number(name);
  }

  text(name: string): string {
    const value = this.#bag[name];
    if (typeof value !== "string") throw new Error(`"${name}" is not a text`);
    return value;
  }

  flag(name: string): boolean {
    return this.#bag[name] === true;
  }

  has(name: string): boolean {
    return this.#bag[name] !== null && this.#bag[name] !== undefined;
  }

  in(name: string): Input {
    return new Input((this.#bag[name] ?? {}) as Bag);
  }

  list<T>(name: string): T[] {
    return this.#bag[name] as T[];
  }

  entries(): [string, unknown][] {
    return Object.entries(this.#bag);
  }
}

/** Vectors leave the zone out where it is UTC. */
export function instantOf(text: string): number {
  return Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
}
