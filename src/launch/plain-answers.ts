import type { IncomingMessage, ServerResponse } from "node:http";

/* What the server says by itself, before or instead of the API and the pages. */

/** Ends a request whose body is not read: the connection goes with it. */
export function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
  response.end(`${sentence}\n`);
}

/** Everything is refused while the program starts, but politely: monitors see it, a browser tries again by itself. */
export function answerStarting(request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path === "/api/health/live") answerJson(response, 200, { status: "live" });
  else if (path.startsWith("/api/")) answerJson(response, 503, { status: "starting" });
  else {
    response.writeHead(503, {
      "Content-Type": "text/html; charset=utf-8",
      "Retry-After": "2",
      "Cache-Control": "no-store",
    });
    response.end(STARTING);
  }
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json", ...(status === 503 && { "Retry-After": "2" }) });
  response.end(JSON.stringify(body));
}

const STARTING = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Throughline</title>
<p>Throughline is starting. This page opens by itself when it is ready.</p></html>
`;
