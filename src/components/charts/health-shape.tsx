import type { ReactNode } from "react";
import { classNames } from "#lib/class-names.ts";

export const HEALTH_WORDS: Readonly<Record<string, string>> = {
  green: "good",
  amber: "watch",
  red: "poor",
  unknown: "not known",
};

const COLOURS: Readonly<Record<string, string>> = {
  green: "text-done",
  amber: "text-warn",
  red: "text-attention",
  unknown: "text-idle",
};

/** Health as a shape first and a colour second: disc, diamond, triangle, ring. */
export function HealthShape({ band, size }: { band: string; size: number }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      aria-hidden="true"
      className={classNames("overflow-visible", COLOURS[band] ?? COLOURS.unknown)}
    >
      {SHAPES[band] ?? SHAPES.unknown}
    </svg>
  );
}

const LOOK = { fill: "currentColor", fillOpacity: 0.5, stroke: "currentColor", strokeWidth: 1.4 } as const;
const SHAPES: Readonly<Record<string, ReactNode>> = {
  green: <circle cx="10" cy="10" r="9" {...LOOK} vectorEffect="non-scaling-stroke" />,
  amber: <path d="M10 0.5 19.5 10 10 19.5 0.5 10z" {...LOOK} vectorEffect="non-scaling-stroke" />,
  red: <path d="M10 1.5 19 18 1 18z" {...LOOK} vectorEffect="non-scaling-stroke" />,
  unknown: (
    <circle
      cx="10"
      cy="10"
      r="8.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeDasharray="3 2.5"
      vectorEffect="non-scaling-stroke"
    />
  ),
};
