import { lastEndedWindow } from "#domain/windows.ts";
import { noise, type Random } from "./random.ts";
import type { StoryClock } from "./story-clock.ts";

const DAY_MS = 86_400_000;
const WEEK_SECONDS = 7 * 86_400;

export type Point = [time: number, value: number, n: number];

/** A measured number over time. `tail` are the last windows, exactly; before them the curve runs from `from` to `to`. */
export type Curve = {
  /** The first day with points, as the story counts. */
  since: string;
  from: number;
  to: number;
  /** Standard deviation of the windows before the tail, and of the points within a window. */
  wobble: number;
  tail: readonly number[];
  /** Σ n of one window. */
  n: number;
  cadenceSeconds?: number;
  pointsPerWindow?: number;
  /** Single days that went otherwise, by day of the story; only for daily curves. */
  spikes?: Readonly<Record<string, number>>;
  /** One early point of the baseline, a sample too small to judge: it proves that the series is wired. */
  wired?: { on: string; value: number };
  decimals?: number;
};

/** Every point lies in a window that has ended, so that nothing is left half measured. */
export function pointsOf(curve: Curve, clock: StoryClock, random: Random): Point[] {
  const cadenceSeconds = curve.cadenceSeconds ?? WEEK_SECONDS;
  const cadence = cadenceSeconds * 1000;
  const last = lastEndedWindow(clock.now.getTime(), { cadenceSeconds, windowSeconds: cadenceSeconds });
  const windows = Math.max(0, Math.floor((last - clock.moment(curve.since).getTime()) / cadence));
  const free = windows - curve.tail.length;
  const means = Array.from({ length: windows }, (_, i) =>
    i < free ? bent(curve, i, free, random) : (curve.tail[i - free] ?? 0),
  );
  const points = means.flatMap((mean, i) => {
    const end = last - (windows - 1 - i) * cadence;
    return within(curve, end - cadence, cadence, spikeAt(curve, clock, end - cadence) ?? mean, random);
  });
  if (!curve.wired) return points;
  const { on, value } = curve.wired;
  return [[clock.moment(on, "07:30").getTime(), value, 1], ...points];
}

/** From the start towards the end of the curve, quickly at first as things settle. */
function bent(curve: Curve, i: number, free: number, random: Random): number {
  const way = free > 1 ? 1 - (1 - i / (free - 1)) ** 1.6 : 1;
  return rounded(curve.from + (curve.to - curve.from) * way + curve.wobble * noise(random), curve);
}

/** Points of equal weight whose mean is the window's value: what one adds, its partner takes away. */
function within(curve: Curve, start: number, cadence: number, mean: number, random: Random): Point[] {
  const count = curve.pointsPerWindow ?? 1;
  const n = curve.n / count;
  const swing = Array.from({ length: count }, () => 0);
  for (let i = 0; i + 1 < count; i += 2) {
    const away = curve.wobble * noise(random);
    swing[i] = away;
    swing[i + 1] = -away;
  }
  return swing.map((away, i) => [start + ((i + 0.5) * cadence) / count, mean + away, n]);
}

function spikeAt({ spikes = {} }: Curve, clock: StoryClock, start: number): number | undefined {
  return Object.entries(spikes).find(([day]) => Math.abs(clock.moment(day).getTime() - start) < DAY_MS / 2)?.[1];
}

function rounded(value: number, { decimals = 4 }: Curve): number {
  return Number(value.toFixed(decimals));
}
