"use client";

import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { useVerb } from "#app/(app)/projects/[slug]/stages/_panels/use-verb.tsx";
import { Button, type ButtonSize } from "#components/ui/button.tsx";
import type { VerbOffer } from "#domain/stage-machine.ts";

export function VerbButton({ offer, place, size }: { offer: VerbOffer; place: Place; size?: ButtonSize }) {
  const { run, pending, dialog } = useVerb(place);
  return (
    <>
      <Button size={size} pending={pending} onClick={() => run(offer)}>
        {offer.label}
      </Button>
      {dialog}
    </>
  );
}
