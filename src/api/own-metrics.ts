import { problemOf } from "#api/problem.ts";
import { prove } from "#api/proof.ts";
import { spendRequest } from "#api/rate.ts";
import { TextResponse } from "#api/route.ts";
import { requireBearer } from "#api/wire/credentials.ts";
import { portfolioOf } from "#server/access.ts";
import { ownFigures } from "#server/own-figures.ts";

/**
 * GET /metrics, in the text format of Prometheus. Always by token, from this machine too: a proxy that stands beside us also
 * comes from here, and would show to everybody what is meant for us.
 */
export async function answerOwnMetrics({ headers }: Request): Promise<Response> {
  try {
    const { actor } = await requireBearer(headers);
    spendRequest(actor);
    await prove("reader", actor, "");
    const { type, text } = await ownFigures(portfolioOf(actor));
    return new TextResponse(text, { status: 200, headers: { "content-type": type, "cache-control": "no-store" } });
  } catch (error) {
    return problemOf(error);
  }
}
