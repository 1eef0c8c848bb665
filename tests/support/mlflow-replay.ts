/* Recorded traffic of a real client against its own server, asked again here. */
import { readFileSync } from "node:fs";
import { ask } from "./mlflow-rows.ts";

type Recorded = { method: string; path: string; query: string; body: unknown; status: number; answer: unknown };

/** Asks every call in its order; returns how many there were, and what differs from what was recorded. */
export async function replay(file: string, token: string, slug: string) {
  const calls = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line): Recorded => JSON.parse(line));
  const ids = new Map<string, string>();
  const different: string[] = [];
  for (const call of calls) different.push(...(await askAgain(call, ids, token, slug)));
  return { calls: calls.length, different };
}

async function askAgain(call: Recorded, ids: Map<string, string>, token: string, slug: string): Promise<string[]> {
  const here = (text: string) => [...ids].reduce((all, [theirs, ours]) => all.replaceAll(theirs, ours), text);
  const at = here(call.path) + (call.query ? `?${here(call.query)}` : "");
  const ours = await ask(token, slug, call.method, at, { body: bodyOf(call, here) });
  learn(ids, call.answer, ours.body);
  const absent = ours.status === call.status ? missing(call.answer, ours.body, "") : [`status ${ours.status}`];
  return absent.map((what) => `${call.method} ${at}: ${what}`);
}

function bodyOf({ body }: Recorded, here: (text: string) => string): unknown {
  if (typeof body === "string" || body === null) return body ?? undefined;
  return JSON.parse(here(JSON.stringify(body)));
}

/** Ids that their server made, and what ours made instead. */
function learn(ids: Map<string, string>, theirs: unknown, ours: unknown): void {
  if (!isObject(theirs) || !isObject(ours)) return;
  for (const [name, value] of Object.entries(theirs)) {
    const other = ours[name];
    if (/^(run_id|model_id)$/.test(name) && typeof value === "string" && typeof other === "string")
      ids.set(value, other);
    else learn(ids, value, other);
  }
}

const THEIRS_ONLY = ["sqlstate", "error_class"];

/** Names in their answer that ours lacks, lists of another length, and another code of an error. */
function missing(theirs: unknown, ours: unknown, at: string): string[] {
  if (Array.isArray(theirs)) return inList(theirs, ours, at);
  if (!isObject(theirs)) return [];
  if (!isObject(ours)) return [`${at} is absent`];
  return Object.entries(theirs)
    .filter(([name]) => !THEIRS_ONLY.includes(name))
    .flatMap(([name, value]) => {
      if (ours[name] === undefined) return [`${at}.${name} is absent`];
      if (name === "error_code" && ours[name] !== value) return [`${name} ${ours[name]}`];
      return missing(value, ours[name], `${at}.${name}`);
    });
}

/** The order of latest versions follows no rule on their side. */
function inList(theirs: readonly unknown[], ours: unknown, at: string): string[] {
  if (!Array.isArray(ours) || ours.length !== theirs.length) return [`${at} is another list`];
  if (at.endsWith(".latest_versions")) return [];
  return theirs.flatMap((value, index) => missing(value, ours[index], `${at}.${index}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
