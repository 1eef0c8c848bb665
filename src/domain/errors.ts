export const ERROR_CODES = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "INVALID",
  "CONFLICT",
  "GATE_CLOSED",
  "RATE_LIMITED",
  "TOO_LARGE",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type Issue = { path: string; message: string };

export type ErrorDetails = {
  issues?: Issue[];
  /** The row as it is now, for CONFLICT: what the caller must read before writing again. */
  current?: unknown;
  /** The unmet requirements of a gate, for GATE_CLOSED. */
  requirements?: unknown;
  retryAfterSeconds?: number;
};

/** The only error that verbs throw on purpose. Each door translates it once; its message is written for the reader. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }
}

export function invalid(path: string, message: string): AppError {
  return new AppError("INVALID", message, { issues: [{ path, message }] });
}
