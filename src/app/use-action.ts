"use client";

import { useEffect, useState, useTransition } from "react";
import { focusFirstError } from "#components/form/focus-first-error.ts";
import type { ActionAnswer, ActionRefusal } from "#server/action.ts";

/**
 * Runs a server action from a form: one at a time, with its refusal kept for the fields, the first of which is gone to,
 * and nothing typed lost.
 */
export function useAction<I, T>(run: (input: I) => Promise<ActionAnswer<T>>) {
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const [unplaced, setUnplaced] = useState<ActionRefusal | null>(null);
  const [pending, startTransition] = useTransition();
  useEffect(() => {
    if (refusal?.fieldErrors && !focusFirstError()) setUnplaced(refusal);
  }, [refusal]);
  const submit = (input: I, done?: (value: T) => void) =>
    startTransition(async () => {
      const answer = await run(input).catch(() => UNREACHABLE);
      setRefusal(answer.ok ? null : answer);
      if (answer.ok) done?.(answer.value);
    });
  return {
    submit,
    pending,
    refusal,
    errorOf: (path: string) => refusal?.fieldErrors?.[path],
    /** The refusal's sentence, where no field says it already. */
    problem:
      refusal && (refusal === unplaced || Object.keys(refusal.fieldErrors ?? {}).length === 0)
        ? refusal.message
        : undefined,
    reset: () => setRefusal(null),
  };
}

const UNREACHABLE: ActionRefusal = {
  ok: false,
  code: "UNKNOWN",
  message: "The server did not answer. Check the connection and try again.",
};
