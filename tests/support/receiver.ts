import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { url: string; headers: IncomingHttpHeaders; body: string };
export type Receiver = {
  url: string;
  received: Received[];
  /** What it answers from now on. */
  answers: { status: number; headers?: Record<string, string> };
  /** Once so many have come. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
};

/** The other side of a webhook: keeps what comes, and answers as it is told. */
export async function startReceiver(): Promise<Receiver> {
  const waiting: { count: number; done: () => void }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    receiver.received.push({ url: request.url ?? "", headers: request.headers, body });
    response.writeHead(receiver.answers.status, receiver.answers.headers).end("noted");
    for (const { count, done } of waiting) if (receiver.received.length >= count) done();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    received: [],
    answers: { status: 200 },
    until: (count) =>
      receiver.received.length >= count ? Promise.resolve() : new Promise((done) => void waiting.push({ count, done })),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
