import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as pause, setImmediate as turn } from "node:timers/promises";
import { isDraining, startDraining } from "#server/readiness.ts";
import { LaunchError } from "./launch-error.ts";
import { answerStarting, refuse } from "./plain-answers.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The one listening socket. It holds the port from the first moment and says "starting" until it is given a handler. */
export type Front = {
  server: Server;
  port: number;
  handleWith(handler: Handler): void;
  drain(): Promise<void>;
};

const LIMITS = {
  headersTimeout: 15_000,
  requestTimeout: 0, // seen to in `hurry`, by what is sent
  keepAliveTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
};

/** What is sent must be here whole within this time, and may never pause for so long. */
const BODY_MS = 120_000;
/** But for files as large as a model or a project: those may take as long as their line needs. */
const LARGE = /\/mlflow-artifacts\/artifacts\/|^\/api\/v1\/imports(?:\?|$)/;

/** How long a load balancer and keep-alive clients get to see that we are going, before the port closes. */
const NOTICE_MS = 500;
const DRAIN_MS = 10_000;
/** A connection that asks for nothing for this long, after the port closed, is idle. */
const QUIET_MS = 100;

export async function openFront(host: string, port: number, bodyMs = BODY_MS): Promise<Front> {
  let handler: Handler = answerStarting;
  const inFlight = new Set<ServerResponse>();

  const server = createServer(LIMITS, (request, response) => {
    inFlight.add(response);
    response.once("close", () => inFlight.delete(response));
    if (!LARGE.test(request.url ?? "")) hurry(request, response, bodyMs);
    if (isDraining()) response.setHeader("Connection", "close");
    void answer(handler, request, response);
  });
  server.setTimeout(bodyMs);
  await listen(server, host, port);
  const address = server.address();

  return {
    server,
    port: address && typeof address === "object" ? address.port : port,
    handleWith: (next) => {
      handler = next;
    },
    async drain() {
      startDraining();
      for (const response of inFlight) if (!response.headersSent) response.setHeader("Connection", "close");
      if (await hasConnections(server)) await pause(NOTICE_MS);
      await idleTurn();
      NetServer.prototype.close.call(server); // not its own close, which also ends those about to send a request
      await quietOf(server, inFlight);
      server.closeAllConnections();
    },
  };
}

/** Closing the port resets connections that wait to be accepted: returns right after a look that found nothing to do. */
async function idleTurn(): Promise<void> {
  for (let turns = 0; turns < 1_000; turns++) {
    const began = performance.now();
    await turn();
    if (performance.now() - began < 0.05) return;
  }
}

/** Waits until nobody is connected, or nobody has asked for anything for a while, or it takes too long. */
async function quietOf(server: Server, inFlight: ReadonlySet<ServerResponse>): Promise<void> {
  const deadline = performance.now() + DRAIN_MS;
  let quietSince = performance.now();
  while (performance.now() < deadline && (await hasConnections(server))) {
    if (inFlight.size > 0) quietSince = performance.now();
    if (performance.now() - quietSince > QUIET_MS) return;
    await pause(10);
  }
}

/** Ends a request whose body comes too slowly: a crowd of those would hold every connection. */
function hurry(request: IncomingMessage, response: ServerResponse, ms: number): void {
  const late = setTimeout(() => {
    if (request.complete) return;
    request.socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
    request.socket.destroySoon();
  }, ms).unref();
  response.once("close", () => clearTimeout(late));
}

async function answer(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handler(request, response);
  } catch (error) {
    console.error(error);
    if (response.headersSent) response.destroy();
    else refuse(response, 500, "Something went wrong.");
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port)));
    server.listen(port, host, resolve);
  });
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): LaunchError {
  if (cause.code === "EADDRINUSE")
    return new LaunchError(`port ${port} is taken: stop the program that uses it, or set PORT to another`, { cause });
  if (cause.code === "EACCES")
    return new LaunchError(`port ${port} needs more rights than this user has: set PORT to one above 1023`, { cause });
  return new LaunchError(`cannot listen on ${host}:${port} (${cause.message}): set HOST and PORT`, { cause });
}

function hasConnections(server: Server): Promise<boolean> {
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count > 0)));
}
