import type { LocalDraft } from "#components/form/local-draft.ts";
import type { ActionAnswer, ActionRefusal } from "#server/action.ts";
import { isGroup } from "#stages/answer-at.ts";
import type { StageDocument } from "#stages/field.ts";
import { sortErrors } from "#stages/form/field-errors.ts";
import type { Asked, FormField } from "#stages/form/form-field.ts";
import {
  answersToSend,
  type FormState,
  type FormStatus,
  joinedBy,
  restored,
  type SavedDraft,
  savedAs,
  settled,
  typed,
  unsavedPaths,
} from "#stages/form/form-state.ts";
import { documentFrom, type Leaves } from "#stages/form/leaves.ts";
import { changedPaths, type KeptTyping, typingToKeep } from "#stages/form/merge.ts";

export type SavedForm = SavedDraft & { asked: Asked };
export type SaveDraft = (draft: { version: number; document: StageDocument }) => Promise<ActionAnswer<SavedForm>>;

export type AutosaveInput = {
  initial: FormState;
  fields: readonly FormField[];
  save: SaveDraft;
  kept: LocalDraft<KeptTyping>;
  /** Asked before the first change is sent, where it would make signatures void. */
  needsConsent: () => boolean;
  /** Something outside the form may have changed: the gate, the state. */
  onSaved: () => void;
};
export type Autosave = ReturnType<typeof createAutosave>;

const PAUSE_MS = 800;
const KEEP_MS = 150;
const PATIENCE_MS = 30_000;
const RETRY_MS = [3_000, 8_000, 20_000, 60_000] as const;
/** Merges and refusals that one save goes through before it gives up and says so. */
const MOST_ROUNDS = 6;

/** The form's memory outside React: what is typed, what is saved, and the one save that runs at a time. */
export function createAutosave({ initial, fields, save, kept, needsConsent, onSaved }: AutosaveInput) {
  let state = initial;
  let consented = false;
  let running: Promise<void> | null = null;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let keeping: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const listeners = new Set<() => void>();

  function set(next: FormState): void {
    state = next;
    for (const listener of listeners) listener();
  }
  const say = (status: FormStatus) => set({ ...state, status });

  function keepNow(): void {
    clearTimeout(keeping);
    const typing = typingToKeep(state.base, state.values);
    if (unsavedPaths(state).length > 0) kept.write(typing);
    else kept.clear();
  }

  function changed(next: FormState, delay: number): void {
    set({ ...next, status: next.status.kind === "saving" ? next.status : { kind: "unsaved" } });
    clearTimeout(keeping);
    keeping = setTimeout(keepNow, KEEP_MS);
    later(delay);
  }

  function later(delay: number): void {
    clearTimeout(pause);
    pause = setTimeout(flush, delay);
  }

  /** Saves now. A save that runs already takes the newest typing with it. */
  function flush(): Promise<void> {
    clearTimeout(pause);
    keepNow();
    running ??= send().finally(() => {
      running = null;
      keepNow();
    });
    return running;
  }

  async function send(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const sent = answersToSend(state);
      if (changedPaths(state.base, sent).length === 0) return say({ kind: "quiet" });
      if (needsConsent() && !consented) return say({ kind: "held" });
      // The way to sign in stands in the notice: leaving a field by pressing it must not take it away.
      if (state.status.kind !== "expired") say({ kind: "saving" });
      if (!(await sendOnce(sent))) return;
    }
    say({ kind: "refused", message: "This could not be saved yet. It is kept on this device." });
  }

  /** Whether to look again: what was typed meanwhile, or what is left without the refused answers. */
  async function sendOnce(sent: Leaves): Promise<boolean> {
    const answer = await inTime(save({ version: state.version, document: documentFrom(sent) }));
    if (answer === null) {
      again({ kind: "offline" });
      return false;
    }
    failures = 0;
    if (!answer.ok) return takeIn(answer);
    set(savedAs(state, answer.value, answer.value.asked));
    onSaved();
    return true;
  }

  /** Whether the refusal was understood, so that sending again makes sense. */
  function takeIn(refusal: ActionRefusal): boolean {
    const theirs = draftIn(refusal.current);
    if (theirs) {
      set(joinedBy(state, theirs));
      onSaved();
      return true;
    }
    if (refusal.code === "INVALID") {
      const { byField, elsewhere } = sortErrors(refusal.fieldErrors ?? {}, fields);
      const news = Object.keys(byField).some((path) => !(path in state.errors));
      set({ ...state, errors: { ...state.errors, ...byField } });
      if (!news) say({ kind: "refused", message: elsewhere[0] ?? refusal.message });
      return news;
    }
    if (refusal.code === "UNAUTHENTICATED") say({ kind: "expired" });
    else if (refusal.code === "UNKNOWN" || refusal.code === "RATE_LIMITED")
      again({ kind: "refused", message: `${refusal.message} Trying again.` }, refusal.retryAfterSeconds);
    else {
      say({ kind: "refused", message: refusal.message });
      onSaved();
    }
    return false;
  }

  function again(status: FormStatus, afterSeconds?: number): void {
    say(status);
    const wait = RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)] ?? PAUSE_MS;
    later(afterSeconds ? afterSeconds * 1000 : wait);
  }

  return {
    snapshot: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    type: (path: string, value: unknown, delay = PAUSE_MS) => changed(typed(state, path, value), delay),
    settle: (path: string, value: unknown) => changed(settled(state, path, value), 0),
    flush,
    keepNow,
    consent() {
      consented = true;
      void flush();
    },
    /** Takes back what is typed but not saved. */
    undo() {
      clearTimeout(pause);
      set({ ...state, values: state.base, errors: {}, clashes: {}, status: { kind: "quiet" } });
      keepNow();
    },
    /** What the page heard from the server after the form was opened. */
    join(theirs: SavedDraft, asked: Asked) {
      if (!running) set(joinedBy(state, theirs, asked));
    },
    kept: () => kept.read(),
    restore() {
      const found = kept.read();
      if (!found) return;
      set(restored(state, found.content, found.at));
      if (unsavedPaths(state).length > 0) later(0);
      else {
        set({ ...state, restoredAt: null });
        kept.clear();
      }
    },
    forgetRestored: () => set({ ...state, restoredAt: null }),
    stop() {
      clearTimeout(pause);
      clearTimeout(keeping);
    },
  };
}

/** No answer in time is like no connection: a save that arrived after all is met again as a version to join. */
function inTime<T>(answer: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  return Promise.race([answer.catch(() => null), late]);
}

function draftIn(current: unknown): SavedDraft | null {
  if (!isGroup(current)) return null;
  const { version, document, savedAt, savedBy } = current;
  if (typeof version !== "number" || !isGroup(document)) return null;
  return {
    version,
    document,
    savedAt: typeof savedAt === "string" ? savedAt : null,
    savedBy: typeof savedBy === "string" ? savedBy : null,
  };
}

export function isKeptTyping(value: unknown): value is KeptTyping {
  return isGroup(value) && isGroup(value.base) && isGroup(value.values);
}
