import { AppError, type Issue } from "#domain/errors.ts";
import { anyOf } from "#domain/permissions.ts";
import { withArticle } from "#lib/article.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import type { Access } from "#server/access.ts";
import { keyIssue } from "#server/fact-keys.ts";
import { brokenReferences, type FactIndex } from "#server/fact-references.ts";
import type { FactData } from "#stages/fact.ts";
import { parseFact } from "#stages/fact-draft.ts";
import type { AnyFactKind, FactContext } from "#stages/fact-kind.ts";

/** The permission lets the person in at the door; the kind says who records it. A decision takes a person in that role. */
export function refuseUnlessWriter(access: Access<"fact.record">, kind: AnyFactKind, data: FactData): void {
  if (access.actor.kind !== "rule" && !access.roles.some((role) => kind.writers.includes(role)))
    throw new AppError("FORBIDDEN", `${sentenceCase(withArticle(kind.one))} is recorded by ${anyOf(kind.writers)}.`);
  if (!kind.signed) return;
  if (access.actor.kind !== "person")
    throw new AppError(
      "FORBIDDEN",
      `${sentenceCase(withArticle(kind.one))} is a person’s decision; a machine cannot take it.`,
    );
  if (typeof data.role === "string" && !access.roles.some((role) => role === data.role))
    throw new AppError("FORBIDDEN", "A decision can be recorded only in a role that you hold yourself.");
}

export type Sent = { key?: string | undefined; data: FactData };

/** The fact as it may be stored. Throws INVALID with every issue, or GATE_CLOSED with what must hold first. */
export function judgeFact(kind: AnyFactKind, { key, data }: Sent, context: FactContext, index: FactIndex): FactData {
  const parsed = parseFact(kind, data);
  if (!parsed.ok) throw refusal([...keyIssue(key), ...parsed.issues]);
  const next = context.before ? kind.settle(parsed.data, context.before.data, context.now) : parsed.data;
  const issues = [...keyIssue(key), ...brokenReferences(kind, next, index), ...kind.check(next, context)];
  if (issues.length > 0) throw refusal(issues);
  const unmet = kind.guard(next, context).filter(({ met }) => !met);
  if (unmet.length === 0) return next;
  const words = unmet.map(({ label, detail }) => [label, detail].filter(Boolean).join(": "));
  throw new AppError("GATE_CLOSED", words.join("; "), { requirements: unmet });
}

/** Kept as it was recorded: what is append-only, and every decision, since a signature stands under it. */
export function isKept(kind: Pick<AnyFactKind, "appendOnly" | "signed">): boolean {
  return kind.appendOnly || kind.signed;
}

export function appendOnly(kind: AnyFactKind): AppError {
  return new AppError(
    "CONFLICT",
    `${sentenceCase(withArticle(kind.one))} is kept as it was recorded. Record another one instead.`,
  );
}

function refusal(issues: Issue[]): AppError {
  const [first] = issues;
  const words = first ? [first.path, first.message].filter(Boolean).join(": ") : "That cannot be read.";
  return new AppError("INVALID", issues.length > 1 ? `${words} (and ${issues.length - 1} more)` : words, { issues });
}
