"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 5_000;
/** Half an hour of looking; who waits longer reloads. */
const MOST_LOOKS = 360;

/** Asks now and then whether more has arrived than the page shows, while somebody looks at it, and then renews the page. */
export function useArrivals(slug: string, shown: number): void {
  const router = useRouter();
  useEffect(() => {
    let looks = 0;
    const timer = setInterval(() => {
      if (document.hidden) return;
      looks += 1;
      if (looks > MOST_LOOKS) return clearInterval(timer);
      void countOf(slug).then((count) => {
        if (count !== null && count !== shown) router.refresh();
      });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [slug, shown, router]);
}

/** Null where the server does not answer: the next look may. */
async function countOf(slug: string): Promise<number | null> {
  const answer = await fetch(`/api/v1/projects/${encodeURIComponent(slug)}/arrivals`).catch(() => null);
  if (!answer?.ok) return null;
  const { items }: { items: { count: number }[] } = await answer.json();
  return items.reduce((sum, { count }) => sum + count, 0);
}
