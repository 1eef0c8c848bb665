/**
 * Regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a) for a > 0, x ≥ 0 (lifecycle A6): every normal and
 * chi-square tail comes from it. Relative error below 1e-12 down to the smallest doubles, because a tail is summed
 * itself and never taken as 1 − rest. NaN outside the definition. Source: series and continued fraction of Temme and
 * Gautschi (DLMF 8.7.1, 8.9.2), prefactor after Loader (2000).
 */
export function upperGamma(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

/** P(a, x) = 1 − Q(a, x), itself exact where it is small. */
export function lowerGamma(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

/**
 * Regularised incomplete beta function I_x(a, b) for a, b > 0, 0 ≤ x ≤ 1: the tails of Student's t. `rest` is 1 − x, for
 * callers who know it with more digits than the subtraction leaves. Relative error below 1e-12, and 1e-10 for arguments of
 * a million. NaN outside the definition. Source: DLMF 8.17.22.
 */
export function regularisedBeta(a: number, b: number, x: number, rest = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && rest >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (rest === 0) return 1;
  return x < (a + 1) / (a + b + 2)
    ? (betaDensity(a, b, x, rest) * betaFraction(a, b, x)) / a
    : 1 - (betaDensity(a, b, x, rest) * betaFraction(b, a, rest)) / b;
}

/** x^a · e^−x / Γ(a): the density of a gamma variable times x, without the cancellation of the plain formula. */
export function gammaDensity(a: number, x: number): number {
  if (a < LARGE) return Math.exp(a * Math.log(x) - x - logGamma(a));
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-deviance(a, x) - stirlingError(a));
}

/** x^a · (1 − x)^b / B(a, b): the density of a beta variable times x(1 − x). */
export function betaDensity(a: number, b: number, x: number, rest: number): number {
  const n = a + b;
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(errors - deviance(a, n * x) - deviance(b, n * rest));
}

const LARGE = 10;
const TINY = 1e-300;
const PRECISION = 2 ** -53;
const STEPS = 100_000;

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < STEPS && term > sum * PRECISION; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * gammaDensity(a, x);
}

function gammaFraction(a: number, x: number): number {
  const fraction = continuedFraction(
    (n) => x + 2 * n + 1 - a,
    (n) => n * (a - n),
  );
  return gammaDensity(a, x) / fraction;
}

function betaFraction(a: number, b: number, x: number): number {
  const fraction = continuedFraction(
    () => 1,
    (step) => {
      const m = step >> 1;
      return step % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    },
  );
  return 1 / fraction;
}

/** d₀ + n₁ / (d₁ + n₂ / (d₂ + …)) by Lentz's method in Thompson and Barnett's form. */
function continuedFraction(denominator: (step: number) => number, numerator: (step: number) => number): number {
  let value = denominator(0) || TINY;
  let c = value;
  let d = 0;
  for (let step = 1; step < STEPS; step += 1) {
    d = 1 / (denominator(step) + numerator(step) * d || TINY);
    c = denominator(step) + numerator(step) / c || TINY;
    value *= c * d;
    if (Math.abs(c * d - 1) <= PRECISION) break;
  }
  return value;
}

/** x·ln(x/y) + y − x, Loader's deviance, by its series where x and y are close. */
function deviance(x: number, y: number): number {
  const v = (x - y) / (x + y);
  if (Math.abs(v) >= 0.1) return x * Math.log(x / y) + y - x;
  let power = 2 * x * v;
  let sum = (x - y) * v;
  for (let odd = 3; odd < 1000; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** ln Γ(a) − ((a − ½) ln a − a + ½ ln 2π). */
function stirlingError(a: number): number {
  if (a < LARGE) return logGamma(a) - ((a - 0.5) * Math.log(a) - a + HALF_LOG_TWO_PI);
  const square = 1 / (a * a);
  return STIRLING.reduceRight((sum, coefficient) => sum * square + coefficient, 0) / a;
}

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** ln Γ(a) for a > 0, shifted up to where Stirling's series is exact. */
function logGamma(a: number): number {
  let shifted = a;
  let product = 1;
  while (shifted < LARGE) {
    product *= shifted;
    shifted += 1;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingError(shifted) - Math.log(product);
}
