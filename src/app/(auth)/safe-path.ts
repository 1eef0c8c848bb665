/** Where to go after signing in: a path of ours, never another site's address dressed as one. */
export function safePath(next: string | undefined): string {
  if (!next?.startsWith("/") || !URL.canParse(next, "http://here")) return "/portfolio";
  const url = new URL(next, "http://here");
  return url.origin === "http://here" ? url.pathname + url.search : "/portfolio";
}
