import { type Domain, decimalsOf, niceTicks, type Point, positionIn, valueDomain } from "#components/charts/scale.ts";
import type { Direction } from "#domain/vocabulary.ts";
import { formatMoneyCompact, formatNumber, formatPercent, formatValue, unitInColumn } from "#lib/format.ts";

export type CriterionLines = {
  direction: Direction;
  target?: number | null | undefined;
  guardrail?: number | null | undefined;
  targetLow?: number | null | undefined;
  targetHigh?: number | null | undefined;
  guardrailLow?: number | null | undefined;
  guardrailHigh?: number | null | undefined;
};

export type EventMark = { at: number; label: string; tone?: "info" | "bad" | "quiet" };

type Band = { kind: "good" | "warn"; from: number; to: number };
export type ReferenceLine = { kind: "target" | "guardrail"; value: number; label: string };

/** The axis that shows all points and all lines. A share ends at 100% unless one was measured above it. */
export function plotDomain(points: readonly Point[], lines: CriterionLines, unit?: string): Domain {
  const { target, guardrail, targetLow, targetHigh, guardrailLow, guardrailHigh } = lines;
  const marks = [target, guardrail, targetLow, targetHigh, guardrailLow, guardrailHigh];
  const values = [...points.map((point) => point.value), ...marks];
  const [low, high] = valueDomain(values);
  return unit === "fraction" && high > 1 && values.every((value) => (value ?? 0) <= 1) ? [low, 1] : [low, high];
}

/** The target and guardrail lines with the words that stand beside them. */
export function referenceLines(lines: CriterionLines, unit: string | undefined): ReferenceLine[] {
  const wanted = [
    ["target", lines.target],
    ["target", lines.targetLow],
    ["target", lines.targetHigh],
    ["guardrail", lines.guardrail],
    ["guardrail", lines.guardrailLow],
    ["guardrail", lines.guardrailHigh],
  ] as const;
  return wanted.flatMap(([kind, value]) =>
    typeof value === "number" ? [{ kind, value, label: `${kind} ${formatValue(value, unitInColumn(unit))}` }] : [],
  );
}

/** Where values are good, and where they are between target and guardrail. Beyond the guardrail nothing is tinted. */
export function bandsOf(lines: CriterionLines, [low, high]: Domain): Band[] {
  const { direction, target, guardrail } = lines;
  if (direction === "range") return rangeBands(lines);
  if (typeof target !== "number") return [];
  const good: Band =
    direction === "gte" ? { kind: "good", from: target, to: high } : { kind: "good", from: low, to: target };
  if (typeof guardrail !== "number") return [good];
  return [good, { kind: "warn", from: Math.min(target, guardrail), to: Math.max(target, guardrail) }];
}

function rangeBands({ targetLow, targetHigh, guardrailLow, guardrailHigh }: CriterionLines): Band[] {
  if (typeof targetLow !== "number" || typeof targetHigh !== "number") return [];
  const bands: Band[] = [{ kind: "good", from: targetLow, to: targetHigh }];
  if (typeof guardrailLow === "number") bands.push({ kind: "warn", from: guardrailLow, to: targetLow });
  if (typeof guardrailHigh === "number") bands.push({ kind: "warn", from: targetHigh, to: guardrailHigh });
  return bands;
}

/** Ticks with labels that carry no unit (the frame says it) but for percent and money, which are shorter with it. */
export function valueTicks(domain: Domain, unit: string | undefined): { value: number; label: string }[] {
  const ticks = niceTicks(domain, 5);
  const step = (ticks[1] ?? domain[1]) - (ticks[0] ?? domain[0]);
  return ticks.map((value) => ({ value, label: tickLabel(value, Number(step.toPrecision(6)), unit ?? "") }));
}

function tickLabel(value: number, step: number, unit: string): string {
  if (unit === "fraction") return formatPercent(value, decimalsOf(Number((step * 100).toPrecision(6))));
  const currency = /^[A-Z]{3}(?=$|\s*\/)/.exec(unit)?.[0];
  return currency ? formatMoneyCompact(value, currency) : formatNumber(value, decimalsOf(step));
}

/** The width of the plot to plan for, and the letters after which words are cut. */
export type LabelRoom = { plotPx: number; letters: number };

/** The lane in which each event's words stand, so that words do not cover each other; events in order of time. */
export function laneOf(events: readonly EventMark[], window: Domain, room: LabelRoom): number[] {
  const ends: number[] = [];
  return events.map((event) => {
    const width = widthOf(event, room);
    const at = positionIn(window, event.at);
    const start = isAnchoredRight(event, window, room) ? at - width : at;
    const free = ends.findIndex((end) => end <= start);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = start + width;
    return lane;
  });
}

/** Words that would leave the plot on the right stand to the left of their line, where there is more room. */
export function isAnchoredRight(event: EventMark, window: Domain, room: LabelRoom): boolean {
  const at = positionIn(window, event.at);
  return at + widthOf(event, room) > 1 && at > 0.5;
}

/** The share of the plot that the words may take on their side of the line. */
export function roomOf(event: EventMark, window: Domain, room: LabelRoom): number {
  const at = positionIn(window, event.at);
  return isAnchoredRight(event, window, room) ? at : 1 - at;
}

const LETTER_PX = 5.8;

const widthOf = ({ label }: EventMark, { plotPx, letters }: LabelRoom): number =>
  (Math.min(label.length, letters) * LETTER_PX + 12) / plotPx;
