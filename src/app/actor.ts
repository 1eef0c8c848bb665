import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { findSession, type SignedIn } from "#server/session.ts";
import { setupState } from "#server/setup.ts";

/** Who is looking at this page, asked once a request. Signed out: to sign-in and back; nobody here yet: to set-up. */
export const currentSession = cache(async (): Promise<SignedIn> => {
  const asked = await headers();
  const session = await findSession(asked);
  if (session) return session;
  if ((await setupState()) === "open") redirect("/setup");
  const next = pathOf(asked);
  redirect(next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`);
});

export async function currentActor(): Promise<SignedIn["actor"]> {
  return (await currentSession()).actor;
}

/** Our own server notes the page's address: Next does not tell a page its own. `_rsc` is Next's, not the reader's. */
function pathOf(asked: Headers): string {
  const noted = asked.get("x-path") ?? "/";
  if (!noted.startsWith("/") || noted.startsWith("//")) return "/";
  const url = new URL(noted, "http://here");
  url.searchParams.delete("_rsc");
  return url.pathname + url.search;
}
