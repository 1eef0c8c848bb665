import { Logger } from "graphile-worker";
import { log } from "#server/log.ts";

const LEVELS = { error: "warn", warning: "warn", info: "debug", debug: "trace" } as const;

/** The library's words in our log. How tasks went we tell ourselves; what it calls an error, it tries again. */
export const queueLogger = new Logger(() => (level, message, meta) => {
  if (!("job" in meta)) log[LEVELS[level]]({ queue: message });
});
