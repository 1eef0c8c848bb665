import { z } from "zod";

/* The parts of MLflow's requests. What protobuf allows is allowed: 64-bit numbers as texts, absent as null. */

const SAFE = Number.MAX_SAFE_INTEGER;

/** A 64-bit number as protobuf writes it: a number, or its digits in a text. */
export function int64() {
  return z
    .union([
      z.number(),
      z
        .string()
        .regex(/^[+-]?\d{1,19}$/)
        .transform(Number),
    ])
    .pipe(z.number().int().min(-SAFE).max(SAFE));
}

const NON_FINITE: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

/** The value of a metric: JSON has no word for what is not finite, so that comes as a text. */
export function double() {
  return z.union([z.number(), z.string().max(40)]).transform((value, context) => {
    if (typeof value === "number") return value;
    const named = NON_FINITE.get(value);
    if (named !== undefined) return named;
    const read = value.trim() === "" ? Number.NaN : Number(value);
    if (!Number.isNaN(read)) return read;
    context.addIssue({ code: "custom", message: `Invalid value “${value}”: a number is expected` });
    return z.NEVER;
  });
}

export function flag() {
  return z.union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")]);
}

const KEY = /^[\p{L}\p{M}\p{N}_/.\- :]+$/u;

export function metricKey() {
  return key("Metric name");
}

export function paramKey() {
  return key("Param name");
}

function key(what: string) {
  return z
    .string()
    .min(1)
    .max(250, `${what} is too long: at most 250 characters`)
    .regex(KEY, `Invalid ${what.toLowerCase()}: letters, digits, _ - . / : and spaces are allowed`);
}

/** A longer one is cut, as MLflow's own server does: a training must not end because of a long text. */
export function cut(length: number) {
  return z
    .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
    .transform((text) => (text.length > length ? text.slice(0, length).toWellFormed() : text));
}

export const TAG_VALUE = 8_000;
export const REGISTRY_TAG_VALUE = 100_000;
const PARAM_VALUE = 6_000;

const tagKey = () => z.string().min(1).max(250);

export function tag(length = TAG_VALUE) {
  return z.object({ key: tagKey(), value: cut(length).optional().default("") });
}

export function tags(length = TAG_VALUE, most = 1_000) {
  return z.array(tag(length)).max(most).optional().default([]);
}

export function param() {
  return z.object({ key: paramKey(), value: cut(PARAM_VALUE).optional().default("") });
}

const LAST_EXPERIMENT = 2_147_483_647;

/** A number beyond those that are given out is nobody's, and so not found. */
export function experimentId() {
  return z.union([z.string(), z.number().transform(String)]).pipe(
    z
      .string()
      .regex(/^\d{1,20}$/, "An experiment’s id is a number")
      .transform((digits) => Math.min(Number(digits), LAST_EXPERIMENT)),
  );
}

export function runId() {
  return z.string().regex(/^[a-zA-Z0-9][\w-]{0,255}$/, "Invalid run id");
}

/** Clients send the run's id under both its names. */
export const runNamed = { run_id: runId().optional(), run_uuid: runId().optional() };

export function modelName() {
  return z
    .string()
    .min(1, "Registered model name cannot be empty")
    .max(500)
    .refine((name) => !/[/:]/.test(name) && name.trim() === name && !/^\.+$/.test(name), {
      message: "Invalid model name: no slash, colon, or space at an end",
    });
}

export function alias() {
  return z
    .string()
    .max(255)
    .regex(/^[\w-]+$/, "Invalid alias: letters, digits, _ and - are allowed")
    .refine((name) => !/^v\d+$/i.test(name) && name.toLowerCase() !== "latest", "This alias is reserved");
}

export function versionNumber() {
  return z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,9}$/, "A version is a number")
        .transform(Number),
    ])
    .pipe(z.number().int().min(0).max(999_999_999));
}

export function maxResults(usual: number, most: number) {
  return int64()
    .pipe(z.number().min(1, "max_results must be at least 1").max(most, `max_results must be at most ${most}`))
    .optional()
    .default(usual);
}

/** Null means that it was not said, on every level. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => (part === null ? [] : [[name, withoutNulls(part)]])),
  );
}
