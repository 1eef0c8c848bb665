import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { answerApi } from "../../src/launch/machine-door.ts";

export type Listening = { url: string; close(): void };

/** The machine door on a port of its own, for clients that are programs. */
export async function listen(): Promise<Listening> {
  const server: Server = createServer(answerApi);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
