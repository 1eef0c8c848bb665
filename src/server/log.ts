import pino from "pino";

/** One JSON line an event. What must never be read in a log is cut out by name, wherever it stands. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ["password", "token", "authorization", "cookie", "*.password", "*.token", "*.authorization", "*.cookie"],
    censor: "[not logged]",
  },
});
