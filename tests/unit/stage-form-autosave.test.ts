import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ActionRefusal } from "#server/action.ts";
import type { StageDocument } from "#stages/field.ts";
import { type AutosaveInput, createAutosave, type SaveDraft } from "#stages/form/autosave.tsx";
import type { FormField } from "#stages/form/form-field.ts";
import { openForm } from "#stages/form/form-state.ts";
import type { KeptTyping } from "#stages/form/merge.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FIELDS: FormField[] = ["problem", "cost", "goal"].map((path) => ({ path, label: path, help: "", kind: "text" }));
const ASKED = { problem: "required", cost: "required", goal: "optional" } as const;

/** A server that holds one document and answers as ours does. */
function server(document: StageDocument = {}) {
  const held = { version: 1, document, savedBy: "Ida Berg" as string | null };
  const sent: StageDocument[] = [];
  let next: (() => ActionRefusal | null) | null = null;
  const save: SaveDraft = async (draft) => {
    sent.push(draft.document);
    const refusal = next?.();
    if (refusal) return refusal;
    if (draft.version !== held.version)
      return { ok: false, code: "CONFLICT", message: "Ida Berg saved", current: { ...held, savedAt: null } };
    Object.assign(held, { version: held.version + 1, document: draft.document, savedBy: "Me" });
    return { ok: true, value: { ...held, savedAt: "2026-11-22T04:00:00Z", asked: ASKED } };
  };
  return {
    held,
    sent,
    save,
    answersWith(answer: typeof next) {
      next = answer;
    },
  };
}

function device(content: KeptTyping | null = null) {
  let kept = content && { content, at: "2026-11-22T03:00:00Z" };
  return {
    read: () => kept,
    write(typing: KeptTyping) {
      kept = { content: typing, at: "2026-11-22T03:00:00Z" };
    },
    clear() {
      kept = null;
    },
  };
}

function open(host: ReturnType<typeof server>, more: Partial<AutosaveInput> = {}) {
  const draft = { version: host.held.version, document: host.held.document, savedAt: null, savedBy: null };
  return createAutosave({
    initial: openForm(draft, ASKED),
    fields: FIELDS,
    save: host.save,
    kept: device(),
    needsConsent: () => false,
    onSaved: () => undefined,
    ...more,
  });
}

const settle = (ms = 1000) => vi.advanceTimersByTimeAsync(ms);

describe("saving", () => {
  it("waits for a pause, then sends once", async () => {
    const host = server();
    const form = open(host);
    form.type("problem", "a");
    form.type("problem", "ab");
    await settle(700);
    expect(host.sent).toEqual([]);
    await settle(200);
    expect(host.sent).toEqual([{ problem: "ab" }]);
    expect(form.snapshot()).toMatchObject({ version: 2, status: { kind: "quiet" }, savedBy: "Me" });
  });

  it("does not send what did not change", async () => {
    const host = server({ problem: "a" });
    const form = open(host);
    form.type("problem", "a ");
    await form.flush();
    expect(host.sent).toEqual([]);
  });

  it("takes what is typed during a save with the next one, never two at a time", async () => {
    const host = server();
    const form = open(host);
    form.type("problem", "a");
    const saving = form.flush();
    form.type("cost", "1");
    await saving;
    expect(host.sent).toEqual([{ problem: "a" }, { problem: "a", cost: "1" }]);
  });
});

describe("a refused answer", () => {
  const short = (): ActionRefusal => ({
    ok: false,
    code: "INVALID",
    message: "One answer needs another look.",
    fieldErrors: { problem: "At least 50 characters; this has 1" },
  });

  it("is marked at its field; the rest is saved, and the refused text stays", async () => {
    const host = server({ problem: "as it was" });
    const form = open(host);
    host.answersWith(() => (host.sent.at(-1)?.problem === "x" ? short() : null));
    form.type("problem", "x");
    form.type("cost", "1");
    await settle();
    expect(host.held.document).toEqual({ problem: "as it was", cost: "1" });
    const { errors, values } = form.snapshot();
    expect(errors).toEqual({ problem: "At least 50 characters; this has 1" });
    expect(values.problem).toBe("x");
  });

  it("goes out again once it is changed", async () => {
    const host = server();
    const form = open(host);
    host.answersWith(() => (host.sent.at(-1)?.problem === "x" ? short() : null));
    form.type("problem", "x");
    await settle();
    form.type("problem", "long enough");
    await settle();
    expect(host.held.document).toEqual({ problem: "long enough" });
    expect(form.snapshot().errors).toEqual({});
  });
});

describe("another person's save", () => {
  it("is merged answer by answer, and the merged draft is saved", async () => {
    const host = server({ problem: "old", cost: "1" });
    const form = open(host);
    Object.assign(host.held, { version: 2, document: { problem: "old", cost: "2" } });
    form.type("problem", "mine");
    await settle();
    expect(host.held.document).toEqual({ problem: "mine", cost: "2" });
    expect(form.snapshot().clashes).toEqual({});
  });

  it("of the same answer holds that answer back until one is chosen", async () => {
    const host = server({ problem: "old" });
    const form = open(host);
    Object.assign(host.held, { version: 2, document: { problem: "theirs" } });
    form.type("problem", "mine");
    form.type("cost", "1");
    await settle();
    expect(host.held.document).toEqual({ problem: "theirs", cost: "1" });
    expect(form.snapshot().clashes.problem).toEqual({ mine: "mine", theirs: "theirs", by: "Ida Berg" });
    form.settle("problem", "mine");
    await settle();
    expect(host.held.document).toEqual({ problem: "mine", cost: "1" });
    expect(form.snapshot().clashes).toEqual({});
  });
});

describe("without a server", () => {
  it("keeps the typing on the device, says so, and sends it when the server is back", async () => {
    const host = server();
    const kept = device();
    let up = false;
    const save: SaveDraft = (draft) => (up ? host.save(draft) : Promise.reject(new TypeError("fetch failed")));
    const form = open(host, { kept, save });
    form.type("problem", "typed");
    await settle();
    expect(form.snapshot().status).toEqual({ kind: "offline" });
    expect(kept.read()?.content).toEqual({ base: {}, values: { problem: "typed" } });
    up = true;
    await settle(4000);
    expect(host.held.document).toEqual({ problem: "typed" });
    expect(kept.read()).toBeNull();
  });

  it("keeps it when the session is over, too", async () => {
    const host = server();
    const kept = device();
    host.answersWith(() => ({ ok: false, code: "UNAUTHENTICATED", message: "Your session has ended." }));
    const form = open(host, { kept });
    form.type("problem", "typed");
    await settle();
    expect(form.snapshot().status).toEqual({ kind: "expired" });
    expect(kept.read()?.content.values).toEqual({ problem: "typed" });
  });

  it("goes on saying that the session ended while it tries again, so that the way to sign in stays in place", async () => {
    const host = server();
    host.answersWith(() => ({ ok: false, code: "UNAUTHENTICATED", message: "Your session has ended." }));
    const form = open(host);
    form.type("problem", "typed");
    await settle();
    const again = form.flush();
    expect(form.snapshot().status).toEqual({ kind: "expired" });
    host.answersWith(null);
    await again;
    form.type("problem", "typed more");
    await settle();
    expect(form.snapshot().status).toEqual({ kind: "quiet" });
  });

  it("brings kept typing back over a newer version, and saves it", async () => {
    const host = server({ problem: "old", cost: "2" });
    const kept = device({ base: { problem: "old" }, values: { problem: "typed" } });
    const form = open(host, { kept });
    form.restore();
    expect(form.snapshot().values).toEqual({ problem: "typed", cost: "2" });
    await settle();
    expect(host.held.document).toEqual({ problem: "typed", cost: "2" });
    expect(kept.read()).toBeNull();
  });
});

describe("a signed version", () => {
  it("is not overwritten until somebody says so", async () => {
    const host = server({ problem: "signed" });
    const form = open(host, { needsConsent: () => true });
    form.type("problem", "changed");
    await settle();
    expect(form.snapshot().status).toEqual({ kind: "held" });
    expect(host.sent).toEqual([]);
    form.consent();
    await settle();
    expect(host.held.document).toEqual({ problem: "changed" });
  });

  it("stays as it was when the change is undone", async () => {
    const host = server({ problem: "signed" });
    const form = open(host, { needsConsent: () => true });
    form.type("problem", "changed");
    await settle();
    form.undo();
    await settle();
    expect(form.snapshot()).toMatchObject({ values: { problem: "signed" }, status: { kind: "quiet" } });
    expect(host.sent).toEqual([]);
  });
});
