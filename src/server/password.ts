import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";

/**
 * argon2id, 19 MiB, two passes, one lane (OWASP's first choice): measured in docs/decisions/0003-people-and-proof.md.
 * The parameters travel inside the hash, so raising them later leaves old passwords valid.
 */
const ARGON2ID = 2;
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;

export const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min, `At least ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max, `At most ${PASSWORD_LENGTH.max} characters`);

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

export async function verifyPassword({ hash: stored, password }: { hash: string; password: string }): Promise<boolean> {
  return verify(stored, password.normalize("NFKC"));
}
