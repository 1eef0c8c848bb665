export type Toast = {
  id: number;
  message: string;
  tone: "good" | "bad" | "quiet";
  action?: { label: string; onSelect: () => void } | undefined;
};

type ToastRequest = Omit<Toast, "id" | "tone"> & { tone?: Toast["tone"] };

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** Long enough to read and to reach for the action; what cannot wait is a Notice on the page, not a toast. */
const SHOWN_MS = 6000;

export function showToast({ message, tone = "quiet", action }: ToastRequest): void {
  const id = nextId++;
  publish([...toasts.slice(-2), { id, message, tone, action }]);
  setTimeout(() => dismissToast(id), tone === "bad" || action ? SHOWN_MS * 2 : SHOWN_MS);
}

export function dismissToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const currentToasts = (): readonly Toast[] => toasts;

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
