import { isStorableTime } from "#domain/storable-time.ts";

/** Reading what nobody promised: the part if it is of that kind, else undefined. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectIn(from: unknown, name: string): Json | undefined {
  const part = isJson(from) ? from[name] : undefined;
  return isJson(part) ? part : undefined;
}

export function listIn(from: unknown, name: string): readonly unknown[] {
  const part = isJson(from) ? from[name] : undefined;
  return Array.isArray(part) ? part : [];
}

export function textIn(from: unknown, name: string): string | undefined {
  const part = isJson(from) ? from[name] : undefined;
  if (typeof part !== "string") return undefined;
  return part.trim() === "" ? undefined : part.trim();
}

export function numberIn(from: unknown, name: string): number | undefined {
  const part = isJson(from) ? from[name] : undefined;
  return typeof part === "number" && Number.isFinite(part) ? part : undefined;
}

/** A whole number from 0 on, as counts of rows are. */
export function countIn(from: unknown, name: string): number | undefined {
  const part = numberIn(from, name);
  return part !== undefined && part >= 0 && part <= 1e15 ? Math.round(part) : undefined;
}

export function flagIn(from: unknown, name: string): boolean | undefined {
  const part = isJson(from) ? from[name] : undefined;
  return typeof part === "boolean" ? part : undefined;
}

/** An instant in UTC; undefined for what is not a time. A time without a zone is UTC. */
export function timeIn(from: unknown, name: string): string | undefined {
  const part = textIn(from, name);
  if (!part || !/^\d{4}-\d\d-\d\d/.test(part)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(part) || part.length === 10 ? part : `${part}Z`;
  const time = Date.parse(zoned.replace(/(\.\d{3})\d+/, "$1"));
  return isStorableTime(time) ? new Date(time).toISOString() : undefined;
}

/** Without the parts that were not said. */
export function said<T extends Record<string, unknown>>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
