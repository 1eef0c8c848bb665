import { headers } from "next/headers";
import { rangeOf } from "#app/(app)/projects/[slug]/ranges.ts";
import { AppError } from "#domain/errors.ts";
import { toCsv } from "#lib/csv.ts";
import { authorize } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { criterionWindows } from "#server/criterion-history.ts";
import { findSession } from "#server/session.ts";

type Context = { params: Promise<{ slug: string }> };

/** The windows of one criterion in the shown range: the numbers behind the picture. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { slug } = await params;
  const query = new URL(request.url).searchParams;
  const key = query.get("criterion") ?? "";
  const session = await findSession(await headers());
  if (!session) return new Response("Sign in first.", { status: 401 });
  try {
    const access = await authorize(session.actor, slug, "project.read");
    const rows = await criterionWindows(access, key, rangeOf(query.get("range") ?? undefined, now()));
    const csv = toCsv(
      ["window_end", "value", "samples", "instant", "state", "progress"],
      rows.map((r) => [r.windowEnd, r.value, r.samples, r.instant, r.state, r.progress]),
    );
    const name = `${slug}-${key.replaceAll(/[^a-z0-9_]/g, "")}.csv`;
    return new Response(csv, {
      headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="${name}"` },
    });
  } catch (error) {
    if (error instanceof AppError)
      return new Response(error.message, { status: error.code === "TOO_LARGE" ? 413 : 404 });
    throw error;
  }
}
