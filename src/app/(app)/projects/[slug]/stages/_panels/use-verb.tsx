"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import type { VerbInput } from "#app/(app)/projects/[slug]/stages/_panels/verb-dialog.tsx";
import { movedWords } from "#app/(app)/projects/[slug]/stages/_panels/verb-words.ts";
import { moveStageAction } from "#app/(app)/projects/[slug]/stages/actions.ts";
import { useAction } from "#app/use-action.ts";
import { showToast } from "#components/ui/toast-store.ts";
import type { VerbOffer } from "#domain/stage-machine.ts";

const VerbDialog = dynamic(
  () => import("#app/(app)/projects/[slug]/stages/_panels/verb-dialog.tsx").then((m) => m.VerbDialog),
  {
    ssr: false,
  },
);

type Verbs = { run: (offer: VerbOffer) => void; pending: boolean; dialog: ReactNode };

/**
 * Runs a verb at once, or asks first where it needs a reason or a signature. `dialog` must stand somewhere on the page.
 * An approval names the version on the screen, so that nobody signs what changed behind it.
 */
export function useVerb(place: Place, seenVersion?: number): Verbs {
  const router = useRouter();
  const { submit, pending, refusal, reset } = useAction(moveStageAction);
  const [asking, setAsking] = useState<VerbOffer | null>(null);
  const seen = ({ verb }: VerbOffer) => (verb === "approve" ? { version: seenVersion } : {});
  const move = (offer: VerbOffer, input: VerbInput) =>
    submit({ ...place, move: { verb: offer.verb, ...seen(offer), ...input } }, (moved) => {
      setAsking(null);
      showToast({ message: movedWords(offer.verb, moved), tone: "good" });
      router.refresh();
    });
  return {
    pending,
    run(offer) {
      reset();
      setAsking(offer);
      if (!asksFirst(offer)) move(offer, {});
    },
    dialog: asking && (asksFirst(asking) || refusal) && (
      <VerbDialog
        offer={asking}
        pending={pending}
        refusal={refusal}
        onClose={() => setAsking(null)}
        onConfirm={(input) => move(asking, input)}
      />
    ),
  };
}

function asksFirst({ verb, asks }: VerbOffer): boolean {
  return asks.length > 0 || verb === "approve" || verb === "rework";
}
