"use client";

import { useEffect, useRef } from "react";

/** Does something every so often, one at a time; null while there is nothing to wait for. */
export function useEvery(ms: number | null, work: () => Promise<void>): void {
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => {
    if (ms === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const next = () => {
      timer = setTimeout(async () => {
        await latest.current();
        if (!over) next();
      }, ms);
    };
    next();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [ms]);
}
