"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { EvidenceList } from "#app/(app)/projects/[slug]/stages/_panels/evidence-list.tsx";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { StageGlyph } from "#components/ui/stage-glyph.tsx";
import type { StageState } from "#domain/vocabulary.ts";
import type { ChecklistRow } from "#server/stage-view.ts";

const ItemDialog = dynamic(
  () => import("#app/(app)/projects/[slug]/stages/_panels/item-dialog.tsx").then((m) => m.ItemDialog),
  {
    ssr: false,
  },
);

type ChecklistItemProps = {
  place: Place;
  item: ChecklistRow;
  zone: string;
  may: { change: boolean; sign: boolean; accept: boolean };
};

/** One item: its mark, what it asks, what proves it. Pressing it opens the form that its kind of evidence needs. */
export function ChecklistItem({ place, item, zone, may }: ChecklistItemProps) {
  const [open, setOpen] = useState(false);
  const glyph = glyphOf(item);
  return (
    <li id={`item-${item.key}`} tabIndex={-1} className="flex gap-2.5 outline-none">
      <StageGlyph state={glyph} size={15} label={MARKS[glyph] ?? "Open"} className="mt-1 shrink-0" />
      <div className="min-w-0 flex-1">
        {may.change ? (
          <button
            type="button"
            onClick={() => setOpen(true)}
            className="min-h-6 text-left text-base text-pretty hover:underline pointer-coarse:min-h-9"
          >
            {item.label}
            {!item.required && <span className="text-ink-2"> (optional)</span>}
          </button>
        ) : (
          <p className="py-0.5 text-base text-pretty">{item.label}</p>
        )}
        {detailOf(item) && (
          <p className="text-sm text-pretty text-ink-2">
            {detailOf(item)}
            {item.where && <Recorded href={`/projects/${place.slug}${item.where}`} label={item.label} />}
          </p>
        )}
        {item.evidence.length > 0 && (
          <EvidenceList slug={place.slug} evidence={item.evidence} zone={zone} mayRemove={may.change} />
        )}
      </div>
      {open && <ItemDialog place={place} item={item} may={may} onClose={() => setOpen(false)} />}
    </li>
  );
}

function Recorded({ href, label }: { href: string; label: string }) {
  return (
    <>
      {" "}
      <Link href={href} prefetch={false} className="underline underline-offset-2 hover:text-ink">
        See what is recorded<span className="sr-only"> for {label}</span>
      </Link>
    </>
  );
}

const MARKS: Partial<Record<StageState, string>> = {
  done: "Done",
  not_applicable: "Does not apply",
  in_progress: "Waits for something",
};

/** Half done: ticked, set aside or signed, but not (or no longer) enough for the gate. */
function glyphOf({ met, state }: ChecklistRow): StageState {
  if (state === "not_applicable") return met ? "not_applicable" : "in_progress";
  if (met) return "done";
  return state === "done" ? "in_progress" : "not_started";
}

/** The evidence itself says it better where there is one. */
function detailOf({ met, state, detail, evidence, kind }: ChecklistRow): string | null {
  if (kind === "rule" || state === "not_applicable") return detail;
  if (met) return evidence.length > 0 ? null : detail;
  return state === "done" || detail !== "Not done yet." ? detail : null;
}
