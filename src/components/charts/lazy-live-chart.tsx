"use client";

import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import type { LiveLineChartProps } from "#components/charts/live-line-chart.tsx";

/** Shows the server's drawing at once and puts the live chart in its place when the browser is idle: same box, no shift. */
export function LazyLiveChart({ children, ...props }: LiveLineChartProps & { children: ReactNode }) {
  const [Live, setLive] = useState<ComponentType<LiveLineChartProps>>();
  useEffect(() => {
    let here = true;
    const load = () =>
      void import("#components/charts/live-line-chart.tsx")
        .then((module) => here && setLive(() => module.LiveLineChart))
        // Without the library the server's drawing stays: nothing is lost but the reading of single values.
        .catch(() => undefined);
    const cancel = whenIdle(load);
    return () => {
      here = false;
      cancel();
    };
  }, []);
  if (!Live) return children;
  return (
    <>
      {/* On paper the server's drawing, which fits every width; the live chart keeps the width of the screen. */}
      <div className="hidden print:block">{children}</div>
      <div className="print:hidden">
        <Live {...props} />
      </div>
    </>
  );
}

function whenIdle(work: () => void): () => void {
  if ("requestIdleCallback" in window) {
    const ticket = window.requestIdleCallback(work, { timeout: 3000 });
    return () => window.cancelIdleCallback(ticket);
  }
  const ticket = setTimeout(work, 300);
  return () => clearTimeout(ticket);
}
