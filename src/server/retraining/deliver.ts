import type { RetrainDispatch, RetrainTarget } from "#generated/prisma/client.ts";
import { publicUrl } from "#lib/environment.ts";
import { systemAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { enqueue } from "#server/jobs/queue.ts";
import { tasks } from "#server/jobs/tasks.ts";
import { mutate } from "#server/mutate.ts";
import { sendOut, Unreachable } from "#server/outgoing-http.ts";
import { dispatchNote } from "#server/retraining/ask.ts";
import { stateIn } from "#server/retraining/run-state.ts";
import { secretOf, targetOf } from "#server/retraining/target.ts";
import { signatureHeaders } from "#server/webhook-message.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";
import { type Verdict, verdictOn } from "#wire/retraining/answer.ts";
import { type Ask, startRequest } from "#wire/retraining/request.ts";

const HOUR_MS = 3_600_000;
const RULES = "Retraining";

/** Asks the other side, at least once: what dies between the answer and its record asks again, under the same number. */
export async function deliverDispatch(id: string): Promise<void> {
  const row = await db.retrainDispatch.findUnique({ where: { id }, include: { project: true } });
  if (row?.state !== "waiting") return;
  const target = await db.retrainTarget.findUnique({ where: { projectId: row.projectId } });
  const { verdict, status } = await asked(row, row.project.slug, target);
  const attempts = row.attempts + 1;
  const again = verdict.what === "later" && attempts < tasks.retrain.attempts;
  const end = verdict.what === "accepted" ? "accepted" : "refused";
  const state = again ? "waiting" : end;
  const problem = verdict.what === "accepted" ? null : verdict.because;
  await mutate(systemAccess(row.projectId, row.project.slug, RULES), async (tx) => {
    const at = now();
    const { count } = await tx.retrainDispatch.updateMany({
      where: { id, state: "waiting" },
      data: { state, attempts, status, problem, triedAt: at, ...(state === "accepted" && { acceptedAt: at }) },
    });
    if (count === 0 || again) return { value: undefined, audit: "unchanged" };
    const silent = new Date(at.getTime() + (target?.answerHours ?? 1) * HOUR_MS);
    if (state === "accepted") await enqueue(tx, "retrain-silence", { dispatchId: id }, { at: silent });
    return { value: undefined, audit: dispatchNote(ACTIONS[end], { ...row, problem }) };
  });
  if (again) throw new Error(problem ?? "The other side did not answer");
}

const ACTIONS = { accepted: "retraining.accepted", refused: "retraining.refused" } as const;

type Outcome = { verdict: Verdict; status: number | null };

async function asked(row: RetrainDispatch, slug: string, target: RetrainTarget | null): Promise<Outcome> {
  const secret = target && secretOf(target);
  if (!target) return refused("There is no place any more where retraining runs.");
  if (!secret) return refused("The secret cannot be opened here. Enter it again.");
  const { kind, ...place } = targetOf(target);
  const request = startRequest({ kind, ...place }, await askOf(row, slug), secret);
  const signed = kind === "webhook" ? signatureOf(row.id, request.body, secret) : {};
  try {
    const answer = await sendOut({ ...request, headers: { ...request.headers, ...signed } });
    return { verdict: verdictOn(kind, answer), status: answer.status };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { verdict: { what: "later", because: error.message }, status: null };
  }
}

function refused(because: string): Outcome {
  return { verdict: { what: "refused", because }, status: null };
}

async function askOf({ projectId, runKey, firing, askedByName, askedAt }: RetrainDispatch, slug: string): Promise<Ask> {
  const run = await db.fact.findUnique({
    where: { projectId_kind_key: { projectId, kind: retrainRun.kind, key: runKey } },
    select: { data: true },
  });
  const told = run?.data;
  const champion = typeof told === "object" && told !== null && "champion" in told ? told.champion : null;
  return {
    ...{ run: runKey, project: slug, firing, askedBy: askedByName, askedAt: askedAt.toISOString() },
    champion: typeof champion === "string" ? champion : null,
    link: `${publicUrl()}/projects/${slug}/facts/${retrainRun.kind}/${encodeURIComponent(runKey)}`,
  };
}

/** As Standard Webhooks 1.0.0 sign; `whsec_` marks a key in base64, anything else is the key itself. */
function signatureOf(id: string, body: string, secret: string): Record<string, string> {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret);
  return signatureHeaders([key], id, body, now());
}

/** The time is over in which the other side should have told something. */
export async function noteSilence(id: string): Promise<void> {
  const row = await db.retrainDispatch.findUnique({ where: { id }, include: { project: true } });
  if (row?.state !== "accepted" || row.silentAt) return;
  const { projectId, runKey, acceptedAt } = row;
  await mutate(systemAccess(projectId, row.project.slug, RULES), async (tx) => {
    const where = { projectId_kind_key: { projectId, kind: retrainRun.kind, key: runKey } };
    const run = await tx.fact.findUnique({ where, select: { data: true, removedAt: true } });
    if (!run || run.removedAt || stateIn(run.data) !== "queued") return { value: undefined, audit: "unchanged" };
    await tx.retrainDispatch.updateMany({ where: { id, acceptedAt }, data: { silentAt: now() } });
    const problem = `${row.target} accepted the request and has told nothing since.`;
    return { value: undefined, audit: dispatchNote("retraining.silent", { ...row, problem }) };
  });
}
