/** Unsaved typing of one form, kept on this device until the server has it. */
export type LocalDraft<T> = { read(): Kept<T> | null; write(content: T): void; clear(): void };
export type Kept<T> = { content: T; at: string };

/** Storage may be full or forbidden; then typing lives in the page alone, and the page goes on. */
export function localDraft<T>(key: string, isContent: (value: unknown) => value is T): LocalDraft<T> {
  return {
    read: () => attempt(() => keptIn(localStorage.getItem(key), isContent)) ?? null,
    write: (content) =>
      void attempt(() => localStorage.setItem(key, JSON.stringify({ content, at: new Date().toISOString() }))),
    clear: () => void attempt(() => localStorage.removeItem(key)),
  };
}

function keptIn<T>(text: string | null, isContent: (value: unknown) => value is T): Kept<T> | null {
  if (text === null) return null;
  const kept: unknown = JSON.parse(text);
  if (typeof kept !== "object" || kept === null || !("content" in kept) || !("at" in kept)) return null;
  return isContent(kept.content) && typeof kept.at === "string" ? { content: kept.content, at: kept.at } : null;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
