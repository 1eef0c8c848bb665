"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { changeLifecycleAction } from "#app/(app)/projects/[slug]/actions.ts";
import { STEP_PAST } from "#app/(app)/projects/[slug]/lifecycle-words.ts";
import { useAction } from "#app/use-action.ts";
import { TextArea } from "#components/form/text-area.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import type { LifecycleVerb } from "#domain/lifecycle.ts";

type StepsProps = { slug: string; verbs: readonly LifecycleVerb[] };

const WORDS: Record<LifecycleVerb, { label: string; means: string }> = {
  pause: {
    label: "Pause the project",
    means: "The stages stand still, reminders rest, and nothing counts as late or at risk. What runs goes on running.",
  },
  resume: { label: "Take it up again", means: "The project goes on where it stood." },
  cancel: {
    label: "Cancel the project",
    means: "The project is given up. It stays readable with its reason, and a lead can take it up again.",
  },
  retire: {
    label: "Retire the project",
    means: "Every deployment has ended. The note says what is left behind, and you sign it as the lead.",
  },
};

/** One button a step; each asks for its reason, and retiring for the note that is signed with it. */
export function LifecycleSteps({ slug, verbs }: StepsProps) {
  const [chosen, setChosen] = useState<LifecycleVerb | null>(null);
  return (
    <div className="flex flex-wrap gap-2">
      {verbs.map((verb) => (
        <Button key={verb} variant={verb === "resume" ? "primary" : "secondary"} onClick={() => setChosen(verb)}>
          {WORDS[verb].label}
        </Button>
      ))}
      {chosen && <StepDialog slug={slug} verb={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}

type Typed = Partial<Record<"reason" | "replacement" | "remains" | "told", string>>;

function StepDialog({ slug, verb, onClose }: { slug: string; verb: LifecycleVerb; onClose: () => void }) {
  const router = useRouter();
  const { submit, pending, refusal } = useAction(changeLifecycleAction);
  const [typed, setTyped] = useState<Typed>({});
  const { reason = "", replacement = "", remains = "", told = "" } = typed;
  const area = (name: keyof Typed, label: string, help: string, rows = 2) => (
    <TextArea
      path={`lifecycle-${name}`}
      label={label}
      help={help}
      rows={rows}
      value={typed[name]}
      onChange={(text) => setTyped({ ...typed, [name]: text })}
      error={refusal?.fieldErrors?.[name === "reason" ? "change.reason" : `change.note.${name}`]}
    />
  );
  const send = () =>
    submit(
      { slug, change: { verb, reason, ...(verb === "retire" && { note: { replacement, remains, told } }) } },
      () => {
        showToast({ tone: "good", message: STEP_PAST[verb] ?? "Done" });
        onClose();
        router.refresh();
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={verb === "retire" ? "Retire and sign" : WORDS[verb].label}
      description={WORDS[verb].means}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" pending={pending} onClick={send}>
            {verb === "retire" ? "Sign and retire" : WORDS[verb].label}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {area("reason", "Reason", "Kept with the step for everybody to see.", 3)}
        {verb === "retire" && (
          <>
            {area("replacement", "What replaces it", "Or how the work is done without it.")}
            {area("remains", "Data, models and access", "What is deleted, what is kept, for how long and by whom.")}
            {area("told", "Who was told", "Users, people affected, owners of what depends on it; and when.")}
          </>
        )}
        {refusal && Object.keys(refusal.fieldErrors ?? {}).length === 0 && (
          <Notice tone="bad" live>
            {refusal.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
