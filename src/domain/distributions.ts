import { betaDensity, gammaDensity, lowerGamma, regularisedBeta, upperGamma } from "#domain/special-functions.ts";

/* Tails of the normal, chi-square and Student's t distributions (lifecycle A6). A probability is a fraction; outside a
   definition (no degrees of freedom, a probability beyond 0..1) the answer is NaN. Why these are ours: decision 0007. */

/** P(Z ≤ z) for a standard normal Z. */
export function normalCdf(z: number): number {
  return normalSurvival(-z);
}

/** P(Z > z), exact in the far tail: erfc(x) = Q(½, x²). */
export function normalSurvival(z: number): number {
  return z < 0 ? 1 - normalSurvival(-z) : upperGamma(0.5, (z * z) / 2) / 2;
}

/** P(|Z| ≥ |z|). */
export function normalTwoSided(z: number): number {
  return upperGamma(0.5, (z * z) / 2);
}

/** The z with P(Z ≤ z) = p: Wichura's AS 241 (PPND16), about 16 digits. p = 0 and 1 give −∞ and ∞. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(0.180625 - q * q, CENTRE);
  const tail = q < 0 ? p : 1 - p;
  if (tail === 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-Math.log(tail));
  const z = r <= 5 ? rational(r - 1.6, SHOULDER) : rational(r - 5, FAR);
  return q < 0 ? -z : z;
}

/** P(X > x) for chi-square with `df` > 0 degrees of freedom; 1 for x ≤ 0. */
export function chiSquareSurvival(x: number, df: number): number {
  return upperGamma(df / 2, Math.max(0, x) / 2);
}

/** The x with P(X ≤ x) = p for chi-square with `df` > 0. p = 0 and 1 give 0 and ∞. */
export function chiSquareQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const a = df / 2;
  const density = (x: number) => gammaDensity(a, x / 2);
  // Whichever tail is the smaller one keeps its digits.
  if (p < 0.5) return invert({ value: (x) => lowerGamma(a, x / 2), slope: density, target: p, start: df });
  return invert({ value: (x) => upperGamma(a, x / 2), slope: (x) => -density(x), target: 1 - p, start: df });
}

/** P(T > t) for Student's t with `df` > 0; df need not be whole (Welch). An infinite df is the normal distribution. */
export function studentSurvival(t: number, df: number): number {
  const tail = studentTwoSided(t, df) / 2;
  return t < 0 ? 1 - tail : tail;
}

/** P(|T| ≥ |t|). */
export function studentTwoSided(t: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalTwoSided(t);
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return df > 0 ? 0 : Number.NaN;
  return regularisedBeta(df / 2, 0.5, df / (df + square), square / (df + square));
}

/** The t with P(T ≤ t) = p for Student's t with `df` > 0. p = 0 and 1 give −∞ and ∞. */
export function studentQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p === 0 || p === 1 || df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  const density = (t: number) => -2 * betaDensity(df / 2, 0.5, df / (df + t * t), (t * t) / (df + t * t));
  const target = 2 * Math.min(p, 1 - p);
  const t = invert({ value: (x) => studentTwoSided(x, df), slope: density, target, start: 1 });
  return p < 0.5 ? -t : t;
}

type Inversion = {
  value: (x: number) => number;
  /** x times the derivative. */
  slope: (x: number) => number;
  target: number;
  start: number;
};

/** Newton's method on ln value against ln x, where every tail is nearly a straight line; a step is at most one e-fold. */
function invert({ value, slope, target, start }: Inversion): number {
  let log = Math.log(start);
  for (let round = 0; round < 2000; round += 1) {
    const x = Math.exp(log);
    const here = value(x);
    const rising = slope(x);
    // Where the tail has left the range of doubles only the direction back is known.
    if (here === 0 || rising === 0) log += here === 0 ? -0.5 * Math.sign(rising || -1) : 0.5;
    else {
      const step = ((Math.log(target) - Math.log(here)) * here) / rising;
      log += Math.max(-1, Math.min(1, step));
      if (Math.abs(step) < 1e-15) break;
    }
  }
  return Math.exp(log);
}

type Rational = { over: readonly number[]; under: readonly number[] };

function rational(r: number, { over, under }: Rational): number {
  return horner(over, r) / horner(under, r);
}

function horner(coefficients: readonly number[], r: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * r + coefficient, 0);
}

const CENTRE: Rational = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const SHOULDER: Rational = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const FAR: Rational = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};
