"use client";

import { useState } from "react";
import { RequirementLines } from "#app/(app)/projects/[slug]/stages/_panels/requirement-lines.tsx";
import { VERB_MEANS } from "#app/(app)/projects/[slug]/stages/_panels/verb-words.ts";
import { DateInput } from "#components/form/date-input.tsx";
import { TextArea } from "#components/form/text-area.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Requirement } from "#domain/requirement.ts";
import type { VerbOffer } from "#domain/stage-machine.ts";
import type { ActionRefusal } from "#server/action.ts";

export type VerbInput = { reason?: string; blockedBy?: string; expectedUntil?: string };

type VerbDialogProps = {
  offer: VerbOffer;
  pending: boolean;
  refusal: ActionRefusal | null;
  onClose: () => void;
  onConfirm: (input: VerbInput) => void;
};

/** Asks for what the verb needs and says what it does; a refusal stays in it, with the requirements behind it. */
export function VerbDialog({ offer, pending, refusal, onClose, onConfirm }: VerbDialogProps) {
  const [input, setInput] = useState<VerbInput>({});
  const asks = (name: keyof VerbInput) => offer.asks.includes(name);
  const set = (name: keyof VerbInput) => (value: string | undefined) => setInput({ ...input, [name]: value });
  const error = (name: keyof VerbInput) => refusal?.fieldErrors?.[name] ?? refusal?.fieldErrors?.[`move.${name}`];
  const unplaced = refusal && !asks("reason") && !error("reason") ? refusal.message : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={offer.label}
      description={VERB_MEANS[offer.verb]}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={() => onConfirm(input)}>
            {offer.label}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(input);
        }}
      >
        {asks("blockedBy") && (
          <TextInput
            path="verb-blocked-by"
            label="Blocked by"
            help="A person, a team or a thing"
            value={input.blockedBy}
            onChange={set("blockedBy")}
            error={error("blockedBy")}
          />
        )}
        {(asks("reason") || offer.verb === "approve") && (
          <TextArea
            path="verb-reason"
            label={offer.verb === "approve" ? "Remark" : "Reason"}
            optional={!asks("reason")}
            rows={3}
            value={input.reason}
            onChange={set("reason")}
            error={error("reason")}
          />
        )}
        {asks("expectedUntil") && (
          <DateInput
            path="verb-expected-until"
            label="Expected until"
            value={input.expectedUntil}
            onChange={set("expectedUntil")}
            error={error("expectedUntil")}
          />
        )}
        {(unplaced || (refusal && Object.keys(refusal.fieldErrors ?? {}).length === 0)) && (
          <Notice tone="bad" live>
            {refusal?.message}
          </Notice>
        )}
        {isRequirements(refusal?.requirements) && <RequirementLines requirements={refusal.requirements} />}
      </form>
    </Dialog>
  );
}

/** Guarantee: the action door sends the gate's own requirements, as JSON. */
function isRequirements(value: unknown): value is Requirement[] {
  return Array.isArray(value) && value.length > 0;
}
