import { api } from "#api/app.ts";
import { countRequest } from "#server/counted-figures.ts";

/** The API as a server asks it: every answer counts in our own figures. */
export async function answerCounted(request: Request): Promise<Response> {
  const answer = await api.fetch(request);
  countRequest(request.url, answer.status);
  return answer;
}
