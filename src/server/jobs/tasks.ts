import { z } from "zod";

/** Every task may be run twice, and may be cut short at any moment: what it does stands in `runs.ts` under its name. */
export type Task = {
  payload: z.ZodType;
  /** After so many failures a person decides. The waits between grow: e, e², e³ … seconds, at most six hours. */
  attempts: number;
  /** Comes round by itself, so long after it ended. */
  everySeconds?: number;
};

/** The one table of what can be asked of the worker. */
export const tasks = {
  housekeeping: recurring(5 * 60),
} satisfies Record<string, Task>;

export type TaskName = keyof typeof tasks;
/** What is written into the queue, and what its task reads from there. */
export type Asked<N extends TaskName> = z.input<(typeof tasks)[N]["payload"]>;
export type Payload<N extends TaskName> = z.output<(typeof tasks)[N]["payload"]>;

/** Work that time asks for, by one worker at a time. It never gives up: 32,767 is the most that the queue counts. */
function recurring(everySeconds: number) {
  return { payload: z.strictObject({}), attempts: 32_767, everySeconds };
}
