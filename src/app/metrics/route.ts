import { answerCounted } from "#api/counted.ts";

/* Our own figures for Prometheus, for a host that runs only Next, as /api is. */

export const GET = (request: Request) => answerCounted(request);
