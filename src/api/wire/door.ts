import type { Context } from "hono";
import { problemOf } from "#api/problem.ts";
import { spendRequest } from "#api/rate.ts";
import { askable } from "#api/route.ts";
import { requireBearer } from "#api/wire/credentials.ts";
import { AppError } from "#domain/errors.ts";
import { authorize } from "#server/access.ts";
import type { Listening } from "#server/inbound-facts.ts";

export type WireMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** "token": a token that may record facts and points. "signature": proven by a webhook's own secret. */
export type WireNeed = "anyone" | "signature" | { readonly permission: readonly ["fact.record", "metrics.write"] };
const LISTENING = { permission: ["fact.record", "metrics.write"] } as const;

export type Called = { request: Request; params: Record<string, string>; query: URLSearchParams };

/** One address of a foreign format, under /api: what the router and the authorization test read. */
export type WireRoute = {
  method: WireMethod;
  /** `/openlineage/{slug}/api/v1/lineage`; without a slug the token says which project. */
  path: string;
  needs: WireNeed;
  answer(called: Called): Promise<Response>;
};

type TokenRoute = Pick<WireRoute, "method" | "path"> & {
  /** Errors in the manners of the format; left out: problem documents. */
  refuse?: (error: unknown) => Response;
  handle(access: Listening, called: Called): Promise<Response>;
};

/** By token, in whatever way the client brings it; `handle` gets the proof. */
export function tokenRoute({ method, path, refuse = problemOf, handle }: TokenRoute): WireRoute {
  return {
    method,
    path,
    needs: LISTENING,
    answer: (called) => refusing(refuse, async () => handle(await listening(called), called)),
  };
}

type OpenRoute = Pick<WireRoute, "method" | "path"> & {
  needs: "anyone" | "signature";
  handle(called: Called): Promise<Response>;
};

export function openRoute({ handle, ...words }: OpenRoute): WireRoute {
  return { ...words, answer: (called) => refusing(problemOf, () => handle(called)) };
}

export function calledBy({ req }: Context): Called {
  return { request: req.raw, params: askable(req.param()), query: new URL(req.url).searchParams };
}

/** Some clients know no path but their own: then the project is the one that the token belongs to. */
async function listening({ request, params }: Called): Promise<Listening> {
  const { actor, project } = await requireBearer(request.headers);
  spendRequest(actor);
  const slug = params.slug ?? project?.slug;
  if (slug === undefined)
    throw new AppError("FORBIDDEN", "Send a token of the project: this one belongs to no single project.");
  return authorize(actor, slug, ...LISTENING.permission);
}

async function refusing(refuse: (error: unknown) => Response, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    return refuse(error);
  }
}
