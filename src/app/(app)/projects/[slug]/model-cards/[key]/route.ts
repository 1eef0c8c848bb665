import { headers } from "next/headers";
import { AppError } from "#domain/errors.ts";
import { authorize } from "#server/access.ts";
import { exportCard } from "#server/model-card-files.ts";
import { findSession } from "#server/session.ts";

type Context = { params: Promise<{ slug: string; key: string }> };

/** The model card as a file that Hugging Face reads. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { slug, key } = await params;
  const session = await findSession(await headers());
  if (!session) return new Response("Sign in first.", { status: 401 });
  try {
    const access = await authorize(session.actor, slug, "project.read");
    const markdown = await exportCard(access, key);
    const name = `${slug}-${key.replaceAll(/[^A-Za-z0-9._-]/g, "-")}.md`;
    return new Response(markdown, {
      headers: {
        "content-type": "text/markdown; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
      },
    });
  } catch (error) {
    if (error instanceof AppError) return new Response(error.message, { status: 404 });
    throw error;
  }
}
