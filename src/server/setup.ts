import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { AppError, invalid } from "#domain/errors.ts";
import { bootstrapAccess } from "#server/access.ts";
import { hashToken } from "#server/bearer.ts";
import { db } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";
import { hashPassword, passwordSchema } from "#server/password.ts";
import { limitAttempts } from "#server/rate-limit.ts";
import { insertUser, newUserSchema } from "#server/users.ts";

/**
 * open: nobody is here yet, so the first to come is the administrator. token: people were made through the API, and
 * the holder of THROUGHLINE_ADMIN_TOKEN may name the first administrator. done: there is one.
 */
export type SetupState = "open" | "token" | "done";

export async function setupState(): Promise<SetupState> {
  const [users, administrators] = await Promise.all([db.user.count(), db.user.count({ where: { isAdmin: true } })]);
  if (users === 0) return "open";
  return administrators === 0 && process.env.THROUGHLINE_ADMIN_TOKEN ? "token" : "done";
}

export const setupSchema = z.strictObject({
  organisation: z.string().trim().min(2, "At least 2 characters").max(80, "At most 80 characters"),
  ...newUserSchema.shape,
  password: passwordSchema,
  token: z.string().max(500).optional(),
});

/** Two at once: a lock in the database lets the first through and tells the second that it is done. */
export async function setUpFirstAdministrator(input: z.infer<typeof setupSchema>, address: string): Promise<void> {
  await limitAttempts(`set-up|address|${address}`, { max: 20, windowSeconds: 300 });
  const state = await setupState();
  if (state === "token" && !isAdministratorToken(input.token ?? ""))
    throw invalid("token", "This is not the administrator’s token.");
  const password = await hashPassword(input.password);
  await mutate(bootstrapAccess("Set-up"), async (tx) => {
    await tx.$queryRaw`select 1 from (select pg_advisory_xact_lock(739151)) held`;
    const rivals = await tx.user.count({ where: state === "token" ? { isAdmin: true } : {} });
    if (state === "done" || rivals > 0) throw new AppError("CONFLICT", "Set-up is done already. Sign in instead.");
    const user = await insertUser(tx, { name: input.name, email: input.email, isAdmin: true, password });
    const name = input.organisation;
    await tx.organisation.upsert({ where: { id: 1 }, create: { id: 1, name }, update: { name } });
    const subject = { type: "user", id: user.id, label: user.name };
    return {
      value: undefined,
      audit: { action: "organisation.set-up", subject, after: { organisation: name, administrator: user } },
    };
  });
}

function isAdministratorToken(given: string): boolean {
  const right = process.env.THROUGHLINE_ADMIN_TOKEN;
  return Boolean(right) && timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(hashToken(right ?? "")));
}
