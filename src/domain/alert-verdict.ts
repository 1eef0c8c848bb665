import type { CriterionVerdict } from "#domain/alerts.ts";
import { type AlertTimes, isLive, NEVER_FIRED, stepAlert, type Tick } from "#domain/threshold-alert.ts";

/**
 * What a condition's ticks, oldest first, say by now, in the words in which alerts are reconciled: breached while the alert
 * of C7 is open, met while it is not, no data where nothing could be told. The same ticks give the same verdict, so an
 * evaluation may run twice, late, or anew after a point was replaced. `byHandUntil`: the last tick that a person saw who
 * resolved the alert; with the tick after it a new pending starts.
 */
export function verdictOfTicks(
  ticks: readonly Tick[],
  times: AlertTimes,
  byHandUntil: number | null = null,
): CriterionVerdict | null {
  const known = ticks.filter(({ met }) => met !== null);
  const last = known.at(-1);
  if (!last) return null;
  const later = byHandUntil === null ? known : known.filter(({ at }) => at > byHandUntil);
  // What nobody measured again since is as the person left it: the reconciliation leaves it closed.
  const judged = later.length > 0 ? later : known;
  const alert = judged.reduce((state, tick) => stepAlert(state, tick, times), NEVER_FIRED);
  if (!isLive(alert)) return { state: "met", windowEnd: last.at, since: alert.resolvedAt ?? sinceFalse(judged) };
  const seen = judged.findLast(({ met }) => met) ?? last;
  return { state: "breached", windowEnd: seen.at, since: openedIn(judged, times) };
}

/** Data is missing three intervals after the last point (C7); what never came is missed from `expectedSince` on. */
export function verdictOfSilence(
  now: number,
  last: number | null,
  intervalSeconds: number,
  expectedSince: number,
): CriterionVerdict {
  const missedAt = (last ?? expectedSince) + (last === null ? 0 : 3 * intervalSeconds * 1000);
  if (now > missedAt) return { state: "breached", windowEnd: missedAt, since: missedAt };
  return { state: "met", windowEnd: last ?? now, since: last ?? now };
}

/** When the alert that stands opened the last time; a re-fire within 30 minutes is reconciled with the one before. */
function openedIn(ticks: readonly Tick[], times: AlertTimes): number {
  let alert = NEVER_FIRED;
  let openedAt = ticks[0]?.at ?? 0;
  for (const tick of ticks) {
    const next = stepAlert(alert, tick, times);
    if (isLive(next) && !isLive(alert)) openedAt = tick.at;
    alert = next;
  }
  return openedAt;
}

function sinceFalse(ticks: readonly Tick[]): number {
  const last = ticks.findLastIndex(({ met }) => met);
  return ticks[last + 1]?.at ?? ticks.at(-1)?.at ?? 0;
}
