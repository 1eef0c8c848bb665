import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
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
  requestTimeout: 120_000,
  keepAliveTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
};

/** How long a load balancer and keep-alive clients get to see that we are going, before the port closes. */
const NOTICE_MS = 500;
const DRAIN_MS = 10_000;

export async function openFront(host: string, port: number): Promise<Front> {
  let handler: Handler = answerStarting;
  const inFlight = new Set<ServerResponse>();

  const server = createServer(LIMITS, (request, response) => {
    inFlight.add(response);
    response.once("close", () => inFlight.delete(response));
    if (isDraining()) response.setHeader("Connection", "close");
    void answer(handler, request, response);
  });
  server.setTimeout(LIMITS.requestTimeout);
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
      await turn(); // right after a poll, so that no accepted connection is left in the queue that closing resets
      server.close();
      for (const deadline = Date.now() + DRAIN_MS; inFlight.size > 0 && Date.now() < deadline; ) await pause(10);
      server.closeAllConnections();
    },
  };
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
