import type { IncomingMessage, ServerResponse } from "node:http";

/** Headers that only this program or a proxy in front of it may set. Next believes some of them. */
const OURS =
  /^(x-nonce|x-path|x-client-ip|content-security-policy(-report-only)?|x-middleware-.*|x-invoke-.*|x-matched-path)$/i;
const FROM_PROXY = /^(forwarded|x-forwarded-.*|x-real-ip)$/i;

/**
 * Takes out what a client must not say and adds `x-client-ip`, so that whoever reads the request can believe it.
 * Both forms are kept in step: Next reads `headers`, the API reads `rawHeaders`.
 */
export function cleanRequest(request: IncomingMessage, trustProxy: boolean): void {
  const address = clientAddress(request, trustProxy);
  const raw = request.rawHeaders;
  const kept: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] ?? "";
    if (OURS.test(name) || (!trustProxy && FROM_PROXY.test(name))) delete request.headers[name.toLowerCase()];
    else kept.push(name, raw[at + 1] ?? "");
  }
  request.rawHeaders = kept;
  setRequestHeader(request, "x-client-ip", address);
}

export function setRequestHeader(request: IncomingMessage, name: string, value: string): void {
  request.headers[name] = value;
  request.rawHeaders.push(name, value);
}

/** A proxy appends the peer that it saw, so with one trusted proxy the last entry is the client. */
function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const peer = (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  if (!trustProxy) return peer;
  const forwarded = request.headers["x-forwarded-for"];
  const last = (Array.isArray(forwarded) ? forwarded.join(",") : forwarded)?.split(",").at(-1)?.trim();
  return last || peer;
}

type Policy = { nonce: string; dev: boolean; https: boolean };

/**
 * Scripts run only with this answer's nonce, or when such a script loads them. `style` attributes are allowed (charts
 * place things with them), `<style>` needs the nonce. Development needs eval and a WebSocket for hot reload.
 */
export function contentSecurityPolicy({ nonce, dev, https }: Policy): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** What every answer carries; a page and an API answer add their own Content-Security-Policy. */
export function setSecurityHeaders(response: ServerResponse, https: boolean): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("X-Frame-Options", "DENY");
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  if (https) response.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}
