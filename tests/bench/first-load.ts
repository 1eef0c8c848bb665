import { get } from "node:http";
import { report } from "./report.ts";

const KB = 1024;
const PORTFOLIO_KB = 200;
const PAGE_KB = 260;

/**
 * The JavaScript that a first visit to each page needs: the scripts that its HTML names, as sent with gzip. What a page
 * loads after its first paint (charts, dialogs) is not in its HTML.
 */
export async function benchFirstLoad(url: string, cookie: string, paths: readonly string[]): Promise<void> {
  const sizes = new Map<string, number>();
  for (const path of paths) {
    const headers: Record<string, string> = path === "/sign-in" ? {} : { cookie };
    const html = await (await fetch(url + path, { headers })).text();
    let bytes = 0;
    for (const script of new Set(scriptsIn(html))) {
      const size = sizes.get(script) ?? (await sentBytes(url + script));
      sizes.set(script, size);
      bytes += size;
    }
    const most = path === "/portfolio" ? PORTFOLIO_KB : PAGE_KB;
    report(`first load of ${path.replace(/projects\/(?!new)[^/]+/, "projects/…")}, JavaScript`, bytes / KB, "KB", {
      most,
    });
  }
}

/** A browser that knows modules skips the polyfills that are marked for those that do not. */
function scriptsIn(html: string): string[] {
  return [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"[^>]*>/g)]
    .filter(([tag]) => !/\bnomodule\b/i.test(tag))
    .map(([, source = ""]) => source.replaceAll("&amp;", "&"));
}

/** What goes over the wire: `fetch` would unpack it. */
function sentBytes(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { "accept-encoding": "gzip" } }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.once("end", () => resolve(bytes));
    }).once("error", reject);
  });
}
