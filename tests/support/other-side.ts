import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type Heard = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

/** Another system on this machine: it keeps what it was asked, and answers as it is told. */
export async function startOtherSide() {
  const heard: Heard[] = [];
  let answer: { status: number; body?: string } = { status: 204 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      heard.push({ method, path: url, headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    answers(status: number, body?: object) {
      answer = { status, ...(body && { body: JSON.stringify(body) }) };
    },
    stop: () => new Promise<void>((done) => server.close(() => done())),
  };
}
