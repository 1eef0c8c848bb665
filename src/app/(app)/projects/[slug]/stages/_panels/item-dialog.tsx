"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type EvidenceDraft, EvidenceForm } from "#app/(app)/projects/[slug]/stages/_panels/evidence-form.tsx";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { setItemAction } from "#app/(app)/projects/[slug]/stages/actions.ts";
import { useAction } from "#app/use-action.ts";
import { TextArea } from "#components/form/text-area.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { anyOf } from "#domain/permissions.ts";
import type { ChecklistRow } from "#server/stage-view.ts";

type ItemDialogProps = {
  place: Place;
  item: ChecklistRow;
  may: { sign: boolean; accept: boolean };
  onClose: () => void;
};
type State = "open" | "done" | "not_applicable";

const SAID: Record<State, string> = {
  done: "Ticked",
  open: "Opened again",
  not_applicable: "Marked as not applicable",
};
const SIGNED = "Signed for this version";
const ACCEPTED = "Reason accepted";

/** Ticks an item with what proves it, takes the tick back, or says why it does not apply. */
export function ItemDialog({ place, item, may, onClose }: ItemDialogProps) {
  const router = useRouter();
  const { submit, pending, errorOf, problem } = useAction(setItemAction);
  const [setAside, setSetAside] = useState(false);
  const [reason, setReason] = useState<string>();
  const signs = item.kind === "signoff";
  const aside = item.state === "not_applicable";
  const byHand = item.kind !== "rule" && (!signs || may.sign);
  const send = (message: string, change: Parameters<typeof setItemAction>[0]["change"]) =>
    submit({ ...place, item: item.key, change }, () => {
      showToast({ message, tone: "good" });
      router.refresh();
      onClose();
    });
  const change = (state: State, evidence?: EvidenceDraft) =>
    send(signs && state === "done" ? SIGNED : SAID[state], {
      state,
      ...(reason && { reason }),
      ...(evidence && { evidence }),
    });
  return (
    <Dialog open onClose={onClose} title={item.label} description={explain(item)}>
      <div className="flex flex-col gap-4">
        {!setAside && byHand && !aside && (
          <EvidenceForm
            item={item}
            slug={place.slug}
            pending={pending}
            errorOf={(name) => errorOf(`change.evidence.${name}`) ?? errorOf(`evidence.${name}`)}
            onDone={(evidence) => change("done", evidence)}
          />
        )}
        {setAside && (
          <form
            noValidate
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              change("not_applicable");
            }}
          >
            <TextArea
              path="item-reason"
              label="Why it does not apply"
              help="A lead accepts the reason before the gate counts it."
              rows={3}
              value={reason}
              onChange={setReason}
              error={errorOf("reason") ?? errorOf("change.reason")}
            />
            <div className="flex flex-wrap gap-2">
              <Button type="submit" variant="primary" pending={pending}>
                Does not apply
              </Button>
              <Button onClick={() => setSetAside(false)}>Back</Button>
            </div>
          </form>
        )}
        {(problem ?? errorOf("evidence")) && (
          <p role="alert" className="text-base font-medium text-bad">
            {problem ?? errorOf("evidence")}
          </p>
        )}
        {!setAside && (
          <div className="flex flex-wrap gap-2 border-t border-rule pt-3">
            {aside && !item.met && may.accept && (
              <Button
                size="sm"
                variant="primary"
                pending={pending}
                onClick={() => send(ACCEPTED, { state: "not_applicable", reason: item.reason ?? "" })}
              >
                Accept the reason
              </Button>
            )}
            {item.state !== "open" && (aside || item.kind !== "rule") && (
              <Button size="sm" pending={pending} onClick={() => change("open")}>
                {signs && item.state === "done" ? "Take the signature back" : "Open again"}
              </Button>
            )}
            {!aside && (
              <Button size="sm" variant="ghost" onClick={() => setSetAside(true)}>
                Does not apply here
              </Button>
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}

function explain({ kind, detail, signers, required, state, updatedBy, where }: ChecklistRow): string {
  const asked = required ? "" : " Not asked at this tier.";
  if (state === "not_applicable") return `${detail}${updatedBy ? ` Written by ${updatedBy}.` : ""}`;
  if (kind === "rule") return `Computed from the project’s data. ${detail}${asked}`;
  if (kind === "signoff") return `For ${anyOf(signers)} to sign, for the version as it stands. ${detail}${asked}`;
  if (where) return `${PROVEN[kind]} What the project recorded counts as well: ${detail}${asked}`;
  return `${PROVEN[kind]}${asked}`;
}

const PROVEN: Record<"link" | "file" | "metric" | "run", string> = {
  link: "Proven by a link to where it can be seen.",
  file: "Proven by a file.",
  metric: "Proven by a measured value.",
  run: "Proven by a run: a test, a training, a rehearsal.",
};
