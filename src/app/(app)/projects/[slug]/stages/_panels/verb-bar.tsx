"use client";

import { useId } from "react";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { useVerb } from "#app/(app)/projects/[slug]/stages/_panels/use-verb.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import type { VerbOffer } from "#domain/stage-machine.ts";
import type { StageVerb } from "#domain/vocabulary.ts";

type VerbBarProps = { place: Place; offers: readonly VerbOffer[]; version: number };

/** One step forward as the black button, its counterpart beside it, the rest behind “More”. */
export function VerbBar({ place, offers, version }: VerbBarProps) {
  const { run, pending, dialog } = useVerb(place, version);
  const whyId = useId();
  const main = FORWARD.map((verb) => offers.find((offer) => offer.verb === verb)).find(Boolean);
  const beside = BESIDE.map((verb) => offers.find((offer) => offer.verb === verb)).find((offer) => offer?.decision.ok);
  const rest = offers.filter((offer) => offer !== main && offer !== beside);
  const why = main && !main.decision.ok ? main.decision : null;
  if (!main && !beside && rest.length === 0) return null;
  return (
    <div className="no-print flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {main && (
          <Button
            variant="primary"
            pending={pending}
            aria-disabled={why ? true : undefined}
            aria-describedby={why ? whyId : undefined}
            title={why?.because}
            onClick={() => !why && run(main)}
          >
            {main.label}
          </Button>
        )}
        {beside && (
          <Button pending={pending} onClick={() => run(beside)}>
            {beside.label}
          </Button>
        )}
        {rest.length > 0 && (
          <Menu
            trigger={<Button variant="ghost">More</Button>}
            entries={rest.map((offer) => ({
              label: offer.label,
              onSelect: () => run(offer),
              disabled: !offer.decision.ok,
              ...(!offer.decision.ok && { note: offer.decision.because }),
            }))}
          />
        )}
      </div>
      {why && (
        <p id={whyId} className="text-sm text-pretty text-ink-2">
          {why.because} {why.code === "FORBIDDEN" ? why.fix : ""}
        </p>
      )}
      {dialog}
    </div>
  );
}

const FORWARD: readonly StageVerb[] = ["start", "submit", "unblock", "approve", "rework", "restore"];
const BESIDE: readonly StageVerb[] = ["send-back", "dismiss", "withdraw"];
