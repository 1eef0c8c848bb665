import type { ExponentialPoint } from "#wire/otlp/metrics.ts";

/**
 * The buckets of an exponential histogram with bounds between them: bucket i above 0 holds (base^i, base^(i+1)] with
 * base = 2^(2^−scale), mirrored below 0, and zeros between (OpenTelemetry data model). Null where bounds leave a double.
 */
export function explicitBuckets({ scale, zeros, up, down }: ExponentialPoint): ExplicitBuckets | null {
  const base = 2 ** (2 ** -scale);
  const upper = up.counts.map((_, i) => base ** (up.offset + i + 1));
  const lower = down.counts.map((_, i) => -(base ** (down.offset + i)));
  // Below 0 the largest bucket comes first; each ends where the next begins.
  const bounds = [
    ...(down.counts.length > 0 ? [-(base ** (down.offset + down.counts.length)), ...lower.toReversed()] : []),
    ...(up.counts.length > 0 ? [base ** up.offset, ...upper] : []),
  ];
  if (!bounds.every(Number.isFinite) || bounds.some((bound, at) => at > 0 && bound <= (bounds[at - 1] ?? bound)))
    return null;
  const below = down.counts.length > 0 ? [0, ...down.counts.toReversed()] : [];
  return { bounds, counts: [...below, zeros, ...up.counts, ...(up.counts.length > 0 ? [0] : [])] };
}

type ExplicitBuckets = { bounds: number[]; counts: number[] };
