/**
 * Threshold comparison with a relative guard of 1e-9 (lifecycle A6, C0): 0.36/0.45 is 0.7999999999999999 in doubles
 * and must count as four fifths. Equality counts as reached.
 */
export function geEps(a: number, b: number): boolean {
  return a >= b - GUARD * Math.max(1, Math.abs(b));
}

export function leEps(a: number, b: number): boolean {
  return a <= b + GUARD * Math.max(1, Math.abs(b));
}

const GUARD = 1e-9;

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
