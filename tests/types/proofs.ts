/* Never run: the type check compiles this file, and each expected error must be one. What a mistake costs is a red line. */
import type { Access, AnyAccess, OrgAccess } from "#server/access.ts";
import { db } from "#server/db.ts";
import { storeFile } from "#server/files.ts";
import { mutate } from "#server/mutate.ts";

declare const mayAdd: Access<"evidence.add">;
declare const mayRead: Access<"project.read">;
declare const mayReadAndAdd: Access<"project.read" | "evidence.add">;
declare const mayManage: OrgAccess<"org.manage">;
declare const content: Uint8Array;

export async function proofs(): Promise<void> {
  await storeFile(mayAdd, "notes.txt", content);
  await storeFile(mayReadAndAdd, "notes.txt", content);
  // @ts-expect-error a weaker proof is not enough
  await storeFile(mayRead, "notes.txt", content);
  // @ts-expect-error a proof about the organisation says nothing about a project
  await storeFile(mayManage, "notes.txt", content);
  // @ts-expect-error a raw id is no proof
  await storeFile("0198f3a2-0000-7000-8000-000000000000", "notes.txt", content);
  // @ts-expect-error a forged proof lacks the brand that only access.ts can give
  await storeFile({ actor: mayRead.actor, projectId: "x", slug: "x", roles: ["LD"] }, "notes.txt", content);
}

declare const access: AnyAccess;

export async function audits(): Promise<void> {
  await mutate(access, async () => ({ value: 1, audit: "unchanged" }));
  await mutate(access, async () => ({ value: 1, audit: { action: "note.keep", subject: { type: "note", id: "1" } } }));
  // @ts-expect-error no audit note, no write
  await mutate(access, async () => ({ value: 1 }));
  // @ts-expect-error a note says what was done to what
  await mutate(access, async () => ({ value: 1, audit: { action: "note.keep" } }));
}

export async function readingOnly(): Promise<void> {
  await db.project.findMany();
  // @ts-expect-error writing goes through mutate
  await db.project.deleteMany();
  // @ts-expect-error nor by the back door
  await db.$executeRaw`delete from project`;
}
