"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";

/** A link to what is missing: on this page it opens what is folded and puts the cursor there. */
export function GoTo({ where, place, children }: { where: string; place?: Place | undefined; children: ReactNode }) {
  if (!where.startsWith("#"))
    return (
      <Link href={place ? `/projects/${place.slug}${where}` : where} prefetch={false} className={LINK}>
        {children}
      </Link>
    );
  return (
    <a
      href={where}
      className={LINK}
      onClick={(event) => {
        if (arrive(where.slice(1))) event.preventDefault();
      }}
    >
      {children}
    </a>
  );
}

/** 24 px high at the least, so that it can be hit where such links stand in a list. */
const LINK = "-mt-1 inline-block py-1 underline decoration-edge underline-offset-2 hover:decoration-ink";

function arrive(id: string): boolean {
  const target = document.getElementById(id);
  if (!target) return false;
  for (let box = target.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
  target.scrollIntoView({ block: "center", behavior: "smooth" });
  const control = target.matches("input, textarea, select, button, a")
    ? target
    : target.querySelector<HTMLElement>("input, textarea, select, button");
  (control instanceof HTMLElement ? control : target).focus({ preventScroll: true });
  history.replaceState(history.state, "", `#${id}`);
  return true;
}
