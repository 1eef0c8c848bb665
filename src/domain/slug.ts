import { z } from "zod";

export const SLUG_LENGTH = 60;

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Use small letters, digits and single hyphens.")
  .min(2, "Use at least 2 characters.")
  .max(SLUG_LENGTH, `Use at most ${SLUG_LENGTH} characters.`);

/** The address of a project, from its name: plain letters, digits and hyphens; "project" where nothing is left. */
export function slugOf(name: string): string {
  const words = spellOut(name.toLowerCase())
    .normalize("NFKD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-");
  const trimmed = trimHyphens(trimHyphens(words).slice(0, SLUG_LENGTH));
  return trimmed.length >= 2 ? trimmed : "project";
}

/** The n-th try at a name that is taken: "churn", "churn-2", "churn-3". */
export function slugTry(slug: string, attempt: number): string {
  if (attempt <= 1) return slug;
  const ending = `-${attempt}`;
  return trimHyphens(slug.slice(0, SLUG_LENGTH - ending.length)) + ending;
}

const SPELLED: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", "&": " and " };

function spellOut(text: string): string {
  return text.replaceAll(/[ßæœøłđ&]/g, (letter) => SPELLED[letter] ?? letter);
}

function trimHyphens(text: string): string {
  return text.replace(/^-+/, "").replace(/-+$/, "");
}
