"use client";

import { useEffect, useRef, useState } from "react";
import { localDraft } from "#components/form/local-draft.ts";
import { type Autosave, createAutosave, isKeptTyping, type SaveDraft } from "#stages/form/autosave.tsx";
import type { Asked, FormField } from "#stages/form/form-field.ts";
import { openForm, type SavedDraft } from "#stages/form/form-state.ts";

export type StageFormInput = {
  /** Whose typing of which stage: the name under which it is kept on this device. */
  draftKey: string;
  draft: SavedDraft;
  asked: Asked;
  fields: readonly FormField[];
  readOnly: boolean;
  /** Whether a change would make signatures void. */
  signed: boolean;
  save: SaveDraft;
  onSaved: () => void;
};

/** Autosave for one stage: brings kept typing back, saves in pauses and before leaving, follows what others save. */
export function useStageForm(input: StageFormInput): Autosave {
  const { draft, asked, readOnly } = input;
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  const [form] = useState(() =>
    createAutosave({
      initial: openForm(draft, asked),
      fields: input.fields,
      kept: localDraft(`throughline.draft.${input.draftKey}`, isKeptTyping),
      save: (sent) => latest.current.save(sent),
      onSaved: () => latest.current.onSaved(),
      needsConsent: () => latest.current.signed,
    }),
  );
  useEffect(() => form.join(draft, asked), [form, draft, asked]);
  useEffect(() => {
    if (readOnly) return;
    form.restore();
    const now = () => void form.flush();
    const leaving = () => document.visibilityState === "hidden" && now();
    window.addEventListener("online", now);
    window.addEventListener("pagehide", form.keepNow);
    document.addEventListener("visibilitychange", leaving);
    return () => {
      window.removeEventListener("online", now);
      window.removeEventListener("pagehide", form.keepNow);
      document.removeEventListener("visibilitychange", leaving);
      now();
      form.stop();
    };
  }, [form, readOnly]);
  return form;
}
