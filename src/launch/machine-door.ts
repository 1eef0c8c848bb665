import { ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { refuseClimbing } from "#api/climbing.ts";
import { answerCounted } from "#api/counted.ts";
import { TextResponse } from "#api/route.ts";
import type { Handler } from "./front.ts";

/**
 * The API on its own: a small part of what a request costs through Next. Texts are written in one piece: read back from
 * the stream of a Response they take several turns of the loop, and twice the system calls.
 */
export const answerApi: Handler = getRequestListener(
  async (request, { incoming, outgoing }) => {
    const answer = refuseClimbing(incoming.url ?? "") ?? (await answerCounted(request));
    if (!(answer instanceof TextResponse && outgoing instanceof ServerResponse)) return answer;
    const { status, headers, content } = answer;
    outgoing.writeHead(status, { ...Object.fromEntries(headers), "content-length": Buffer.byteLength(content) });
    outgoing.end(content);
    return RESPONSE_ALREADY_SENT;
  },
  { overrideGlobalObjects: false },
);
