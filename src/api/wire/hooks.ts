import { parseJson } from "#api/json-text.ts";
import { JSON_BYTES } from "#api/limits.ts";
import { Unreadable } from "#api/problem.ts";
import { json } from "#api/route.ts";
import { readWireBody } from "#api/wire/body.ts";
import { openRoute, type WireRoute } from "#api/wire/door.ts";
import { AppError } from "#domain/errors.ts";
import { now } from "#server/clock.ts";
import { type HookFormat, presentedHook, provenHook } from "#server/hook-secrets.ts";
import { type Received, receive } from "#server/inbound.ts";
import type { Listening } from "#server/inbound-facts.ts";
import { gitHub } from "#wire/github/reader.ts";
import { gitLab } from "#wire/gitlab/reader.ts";
import { mlflowWebhook } from "#wire/mlflow-webhook/reader.ts";

/** GitHub sends at most 25 MB; a workflow_run has some 20 KB. */
const HOOK_BYTES = 2 * JSON_BYTES;
/** How far the time of a signed delivery may lie from ours. */
const WINDOW_SECONDS = 300;

export const hookRoutes: WireRoute[] = [
  openRoute({
    method: "POST",
    path: "/hooks/{slug}/github",
    needs: "signature",
    async handle({ request, params }) {
      const { raw } = await readWireBody(request, HOOK_BYTES);
      const [, hex = ""] = /^sha256=([0-9a-f]{64})$/i.exec(request.headers.get("x-hub-signature-256") ?? "") ?? [];
      const access = await proven(params.slug, "github", Buffer.from(hex, "hex"), raw);
      // The delivery's number is not signed, so a repetition is known by its content.
      return json(200, answerOf(await receive(access, gitHub, { payload: githubPayload(request, raw), bytes: raw })));
    },
  }),
  openRoute({
    method: "POST",
    path: "/hooks/{slug}/gitlab",
    needs: "signature",
    async handle({ request, params }) {
      const { raw } = await readWireBody(request, HOOK_BYTES);
      const given = request.headers.get("x-gitlab-token") ?? "";
      const access = known(await presentedHook(params.slug ?? "", "gitlab", given));
      return json(200, answerOf(await receive(access, gitLab, { payload: parseJson(raw), bytes: raw })));
    },
  }),
  openRoute({
    method: "POST",
    path: "/hooks/{slug}/mlflow",
    needs: "signature",
    async handle({ request, params }) {
      const { raw } = await readWireBody(request, HOOK_BYTES);
      const [id, time] = ["x-mlflow-delivery-id", "x-mlflow-timestamp"].map((name) => request.headers.get(name) ?? "");
      const signed = Buffer.concat([Buffer.from(`${id}.${time}.`), raw]);
      const access = await proven(params.slug, "mlflow-webhook", signatureIn(request.headers), signed);
      if (!(Math.abs(now().getTime() / 1000 - Number(time || "x")) <= WINDOW_SECONDS))
        throw new AppError("UNAUTHENTICATED", "This delivery was signed too long ago, or by a clock that is off.");
      return json(
        200,
        answerOf(await receive(access, mlflowWebhook, { payload: parseJson(raw), bytes: raw, sourceId: id })),
      );
    },
  }),
];

async function proven(slug: string | undefined, format: HookFormat, signature: Uint8Array, signed: Uint8Array) {
  return known(await provenHook(slug ?? "", format, signature, signed));
}

function known(access: Listening | null): Listening {
  if (access) return access;
  throw new AppError("UNAUTHENTICATED", "The signature is not by this project’s webhook secret.");
}

function signatureIn(headers: Headers): Uint8Array {
  const [, encoded = ""] = /^v1,([A-Za-z0-9+/]+=*)$/.exec(headers.get("x-mlflow-signature")?.trim() ?? "") ?? [];
  return Buffer.from(encoded, "base64");
}

/** A hook that was set to send a form has its JSON in one field. */
function githubPayload(request: Request, raw: Uint8Array): unknown {
  if (/^application\/x-www-form-urlencoded/i.test(request.headers.get("content-type") ?? ""))
    throw new Unreadable(415, "Set the webhook’s content type to application/json.");
  return parseJson(raw);
}

function answerOf({ id, outcome, repeated, refused, notes }: Received) {
  return { id, outcome, repeated, refused, notes };
}
