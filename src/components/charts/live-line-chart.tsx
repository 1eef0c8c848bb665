"use client";

import { Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { pointText } from "#components/charts/chart-point-text.ts";
import type { Domain, Point } from "#components/charts/scale.ts";

export type LiveLineChartProps = {
  points: readonly Point[];
  time: Domain;
  values: Domain;
  zone: string;
  unit?: string | undefined;
  label: string;
};

/** The same line in the same box, readable point by point: with the pointer, and with the arrow keys once it has the focus. */
export function LiveLineChart({ points, time, values, zone, unit, label }: LiveLineChartProps) {
  return (
    <div className="absolute inset-0 [&_svg]:overflow-visible [&_svg:focus-visible]:outline-2 [&_svg:focus-visible]:outline-focus">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={[...points]} margin={NO_MARGIN} aria-label={label} accessibilityLayer>
          <XAxis dataKey="ts" type="number" domain={[...time]} hide />
          <YAxis domain={[...values]} allowDataOverflow hide />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--color-ink-2)", strokeDasharray: "2 2" }}
            content={({ active, payload }) => {
              const point = active ? asPoint(payload?.[0]?.payload) : null;
              return point && <PointCard {...pointText(point, unit, zone)} />;
            }}
          />
          <Line
            dataKey="value"
            stroke="var(--color-ink)"
            strokeWidth={1.7}
            dot={false}
            activeDot={{ r: 4, fill: "var(--color-ink)", stroke: "var(--color-surface)", strokeWidth: 2 }}
            connectNulls={false}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 };

function PointCard({ when, value, sample }: { when: string; value: string; sample: string }) {
  return (
    <div className="rounded-md border border-rule bg-surface px-2.5 py-1.5 shadow-pop">
      <p className="figures text-base font-semibold">{value}</p>
      <p className="figures text-xs text-ink-2">{when}</p>
      {sample && <p className="figures text-xs text-ink-2">{sample}</p>}
    </div>
  );
}

function asPoint(payload: unknown): Point | null {
  return typeof payload === "object" && payload !== null && "ts" in payload && "value" in payload
    ? (payload as Point)
    : null;
}
