import { z } from "zod";
import { AppError, invalid } from "#domain/errors.ts";
import type { RetrainTarget } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";
import { readAddress, Unreachable } from "#server/outgoing-http.ts";
import { seal, unseal } from "#server/sealed.ts";
import { RETRAIN_KINDS, type RetrainKind, type Target } from "#wire/retraining/request.ts";

const line = (most: number) => z.string().trim().max(most);

export const targetSchema = z.strictObject({
  kind: z.enum(RETRAIN_KINDS),
  address: line(500).min(1, "Where is it? An address that begins with https://"),
  place: line(300)
    .optional()
    .meta({ description: "owner/repository on GitHub, the project’s path or number on GitLab." }),
  workflow: line(200).optional().meta({ description: "The file of the workflow, such as retrain.yml." }),
  ref: line(200).optional().meta({ description: "Branch or tag." }),
  eventType: line(100).optional(),
  secret: z.string().trim().max(2_000).optional().meta({
    description: "GitHub’s token, GitLab’s trigger token, or what a webhook is signed with. Left out: the one before.",
  }),
  automatic: z.boolean().meta({ description: "Whether a trigger that fires asks by itself." }),
  answerHours: z.int().min(1).max(720).meta({ description: "After so many hours without a word the silence is told." }),
});
export type TargetInput = z.infer<typeof targetSchema>;

export type ShownTarget = Target & {
  automatic: boolean;
  answerHours: number;
  hasSecret: boolean;
  changedAt: Date;
  changedByName: string;
};

export async function findTarget({ projectId }: Access<"project.read">): Promise<ShownTarget | null> {
  const row = await db.retrainTarget.findUnique({ where: { projectId } });
  return row && shown(row);
}

/** The secret stays where the address does: typed once for one place, it is never sent to another. */
export async function setTarget(access: Access<"token.manage">, input: TargetInput): Promise<ShownTarget> {
  const { projectId, actor } = access;
  const { secret, ...fields } = checked(input);
  return mutate(access, async (tx) => {
    const before = await tx.retrainTarget.findUnique({ where: { projectId } });
    const stays = before && before.kind === fields.kind && before.address === fields.address;
    const sealed = secret ? seal(secret, sealedFor(projectId)) : stays ? before.secret : null;
    if (!sealed)
      throw invalid("secret", before ? "For another address the secret is entered anew." : SECRET_WANTED[fields.kind]);
    const data = { ...fields, secret: sealed, changedAt: now(), changedByName: actor.name };
    const row = await tx.retrainTarget.upsert({
      where: { projectId },
      create: { projectId, ...data },
      update: { ...data, version: { increment: 1 } },
    });
    const audit = {
      action: "retraining.target",
      stageKey: "retraining",
      subject: { type: "retraining-target", id: projectId, label: wordsOf(row) },
      before: before ? shown(before) : null,
      after: { ...shown(row), ...(secret && { secretChanged: true }) },
    };
    return { value: shown(row), audit };
  });
}

export async function removeTarget(access: Access<"token.manage">): Promise<void> {
  const { projectId } = access;
  await mutate(access, async (tx) => {
    const before = await tx.retrainTarget.findUnique({ where: { projectId } });
    if (!before) return { value: undefined, audit: "unchanged" };
    await tx.retrainTarget.delete({ where: { projectId } });
    const subject = { type: "retraining-target", id: projectId, label: wordsOf(before) };
    return {
      value: undefined,
      audit: { action: "retraining.target-remove", stageKey: "retraining", subject, before: shown(before) },
    };
  });
}

/** The target as it is called in lists: "owner/repository, retrain.yml". */
export function wordsOf(
  row: Pick<RetrainTarget, "kind" | "address" | "place" | "workflow" | "eventType" | "ref">,
): string {
  const host = URL.canParse(row.address) ? new URL(row.address).host : row.address;
  return [row.place || host, row.workflow, row.eventType].filter(Boolean).join(", ");
}

export function targetOf(row: RetrainTarget): Target {
  const { address, place, workflow, ref, eventType } = row;
  return { kind: kindOf(row.kind), address, place, workflow, ref, eventType };
}

/** Null where it was sealed by another installation. */
export function secretOf({ projectId, secret }: RetrainTarget): string | null {
  return unseal(secret, sealedFor(projectId));
}

function sealedFor(projectId: string): string {
  return `retrain-target|${projectId}`;
}

function kindOf(kind: string): RetrainKind {
  return RETRAIN_KINDS.find((each) => each === kind) ?? "webhook";
}

function shown(row: RetrainTarget): ShownTarget {
  const { automatic, answerHours, changedAt, changedByName } = row;
  return { ...targetOf(row), automatic, answerHours, changedAt, changedByName, hasSecret: secretOf(row) !== null };
}

const SECRET_WANTED: Readonly<Record<RetrainKind, string>> = {
  "github-workflow": "Enter a token of GitHub that may write to Actions.",
  "github-dispatch": "Enter a token of GitHub that may write contents.",
  gitlab: "Enter a pipeline trigger token of GitLab.",
  webhook: "Enter a secret of at least 16 characters that the receiver knows, too.",
};

type PlaceRule = { needs: RegExp; else: string };
const PART_NAMES = ["place", "workflow", "ref", "eventType"] as const;
type Part = (typeof PART_NAMES)[number];
const REPOSITORY: PlaceRule = { needs: /^[\w.-]+\/[\w.-]+$/, else: "Name the repository as owner/repository." };
const BRANCH: PlaceRule = { needs: /^\S+$/, else: "Name the branch, such as main." };

/** The parts that each kind has. */
const PARTS: Readonly<Record<RetrainKind, Partial<Record<Part, PlaceRule>>>> = {
  "github-workflow": {
    place: REPOSITORY,
    workflow: { needs: /^(?:[\w.-]+\.ya?ml|\d+)$/, else: "Name the workflow’s file, such as retrain.yml." },
    ref: BRANCH,
  },
  "github-dispatch": {
    place: REPOSITORY,
    eventType: { needs: /\S/, else: "Name the event, such as retrain." },
  },
  gitlab: { place: { needs: /\S/, else: "Name the project by its path or number." }, ref: BRANCH },
  webhook: {},
};

/** Each kind keeps the parts that it has, and nothing of another. */
function checked(input: TargetInput) {
  const { kind, secret, automatic, answerHours } = input;
  const address = addressIn(input);
  const issues = PART_NAMES.flatMap((path) => {
    const rule = PARTS[kind][path];
    return !rule || rule.needs.test(input[path] ?? "") ? [] : [{ path: `${path}`, message: rule.else }];
  });
  if (kind === "webhook" && secret && secret.length < 16)
    issues.push({ path: "secret", message: SECRET_WANTED.webhook });
  const [first] = issues;
  if (first) throw new AppError("INVALID", first.message, { issues });
  const part = (name: Part) => (PARTS[kind][name] ? (input[name] ?? null) : null);
  return {
    ...{ kind, address, automatic, answerHours, secret },
    ...{ place: part("place") ?? "", workflow: part("workflow"), ref: part("ref"), eventType: part("eventType") },
  };
}

function addressIn({ address }: TargetInput): string {
  try {
    const plain = address.replace(/\/+$/, "");
    readAddress(plain);
    return plain;
  } catch (error) {
    if (error instanceof Unreachable) throw invalid("address", error.message);
    throw error;
  }
}
