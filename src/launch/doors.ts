import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import next from "next";
import type { Front } from "./front.ts";
import { cleanRequest, contentSecurityPolicy, setRequestHeader, setSecurityHeaders } from "./headers.ts";
import { refuse } from "./plain-answers.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Pages and server actions: 1 MB and room for the envelope. Files and points go through the API, with its own limits. */
const PAGE_BODY_BYTES = 1024 * 1024 + 64 * 1024;

/** Our own figures for Prometheus, at the address where it looks. */
const FIGURES = /^\/metrics(\?|$)/;

type Options = { dev: boolean; host: string; https: boolean; trustProxy: boolean };

/**
 * Opens both doors on the front: `/api/**` and `/metrics` go to the API, the rest to Next.
 * Returns what closes them again.
 */
export async function openDoors(front: Front, options: Options): Promise<() => Promise<void>> {
  const { dev, host, https, trustProxy } = options;
  const upgrades = dev ? front.server : createServer(); // Next listens for WebSockets: in production on a socket that never opens
  if (!dev) front.server.on("upgrade", (_, socket) => socket.destroy());
  const pages = next({ dev, dir: ROOT, hostname: host, port: front.port, httpServer: upgrades });
  await pages.prepare();
  const answerPage = pages.getRequestHandler();
  const answerApi = dev ? answerPage : (await import("./machine-door.ts")).answerApi; // in development Next's mount of the API, which reloads

  front.handleWith((request, response) => {
    const url = request.url ?? "";
    if (!url.startsWith("/") || url.startsWith("//")) return refuse(response, 400, "The address is not one of ours.");
    cleanRequest(request, trustProxy);
    setSecurityHeaders(response, https);
    if (url.startsWith("/api/") || FIGURES.test(url)) {
      response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
      return answerApi(request, response);
    }
    const refusal = bodyRefusal(request);
    if (refusal) return refuse(response, ...refusal);
    if (!url.startsWith("/_next/static/")) protectPage(request, response, dev, https);
    return answerPage(request, response);
  });
  return () => pages.close();
}

function protectPage(request: IncomingMessage, response: ServerResponse, dev: boolean, https: boolean): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy({ nonce, dev, https });
  setRequestHeader(request, "x-nonce", nonce);
  setRequestHeader(request, "x-path", request.url ?? "/"); // Next does not tell a page its own address; sign-in returns to it
  setRequestHeader(request, "content-security-policy", policy); // Next finds the nonce for its own scripts here
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("Cache-Control", "private, no-store");
}

/** Judged before a byte is read: Next would read it all. A body without a length cannot be judged. */
function bodyRefusal({ headers }: IncomingMessage): [number, string] | null {
  if (headers["transfer-encoding"]) return [411, "Say how long the body is."];
  if (Number(headers["content-length"] ?? 0) > PAGE_BODY_BYTES) return [413, "The body is larger than 1 MB."];
  return null;
}
