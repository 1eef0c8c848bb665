import { z } from "zod";

/** Every task may be run twice, and may be cut short at any moment: what it does stands in `runs.ts` under its name. */
export type Task = {
  /** For the page of the jobs. */
  label: string;
  payload: z.ZodType;
  /** After so many failures a person decides. The waits between grow: e, e², e³ … seconds, at most six hours. */
  attempts: number;
  /** Comes round by itself, so long after it ended. */
  everySeconds?: number;
};

const MINUTES = 60;

/** The one table of what can be asked of the worker. */
export const tasks = {
  points: recurring("Roll-ups of points, evaluation of criteria", 0),
  days: recurring("Percentiles of whole days", 30),
  monitors: recurring("Monitors", 20),
  triggers: recurring("Triggers of retraining", 60),
  rules: recurring("Rules that send stages back", 5 * MINUTES),
  portfolio: recurring("Health and flow in the portfolio", 5 * MINUTES),
  retention: recurring("Retention", 5 * MINUTES),
  expiry: recurring("Sessions, links and keys that expired", 5 * MINUTES),
  reminders: recurring("Reminders of what ends soon", 60 * MINUTES),
  deliver: { label: "News on its way out", payload: z.strictObject({ channelId: z.uuid() }), attempts: 20 },
  retrain: { label: "Retraining asked for elsewhere", payload: z.strictObject({ dispatchId: z.uuid() }), attempts: 8 },
  "retrain-silence": {
    label: "Retraining without an answer",
    payload: z.strictObject({ dispatchId: z.uuid() }),
    attempts: 8,
  },
  transfer: { label: "Projects as files", payload: z.strictObject({ transferId: z.uuid() }), attempts: 3 },
} satisfies Record<string, Task>;

export type TaskName = keyof typeof tasks;
export const taskNames = Object.keys(tasks).filter((name): name is TaskName => name in tasks);

/** The queue may hold what only another version of this program knows. */
export function taskOf(name: string): Pick<Task, "label" | "everySeconds"> {
  const known: Task | undefined = Object.entries(tasks).find(([task]) => task === name)?.[1];
  return known ?? { label: name };
}

export function isRecurring(name: TaskName): boolean {
  const { everySeconds }: Task = tasks[name];
  return everySeconds !== undefined;
}

/** What a write puts into the queue for a task. */
export type Asked<N extends TaskName> = z.input<(typeof tasks)[N]["payload"]>;

/** Work that time asks for, by one worker at a time. It never gives up: 32,767 is the most that the queue counts. */
function recurring(label: string, everySeconds: number) {
  return { label, payload: z.strictObject({}), attempts: 32_767, everySeconds };
}
