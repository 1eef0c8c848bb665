/** The seed of everything that looks random in the demo: the same workspace every time. */
export const DEMO_SEED = 20260316;

export type Random = () => number;

/** Mulberry32: 32 bits of state, uniform in [0, 1), good enough for noise on charts. */
export function randomFrom(...seeds: readonly (number | string)[]): Random {
  let state = seeds.reduce<number>((sum, seed) => Math.imul(sum ^ hashOf(String(seed)), 0x9e3779b1), DEMO_SEED);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Roughly normal with mean 0 and standard deviation 1: the sum of twelve uniforms. */
export function noise(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
}

function hashOf(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return hash;
}
