import { headers } from "next/headers";
import type { z } from "zod";
import type { Actor } from "#server/access.ts";
import { type ActionAnswer, answerAction, answerOpenAction } from "#server/action.ts";
import type { SignedIn } from "#server/session.ts";

/**
 * For `"use server"` files: `export const saveThing = action(schema, async (actor, input) => …)`.
 * Never throws on purpose: the answer is `{ ok: true, value }` or `{ ok: false, code, message, fieldErrors? … }`.
 */
export function action<S extends z.ZodType, T>(
  schema: S,
  work: (actor: Actor, input: z.output<S>, session: SignedIn) => Promise<T>,
): (input: z.input<S>) => Promise<ActionAnswer<T>> {
  return async (input) =>
    answerAction(await headers(), schema, input, (session, parsed) => work(session.actor, parsed, session));
}

/** For visitors who are not signed in. */
export function openAction<S extends z.ZodType, T>(
  schema: S,
  work: (input: z.output<S>, headers: Headers) => Promise<T>,
): (input: z.input<S>) => Promise<ActionAnswer<T>> {
  return async (input) => {
    const asked = await headers();
    return answerOpenAction(asked, schema, input, (parsed) => work(parsed, asked));
  };
}
