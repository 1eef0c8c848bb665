import type { RetrainKind } from "#wire/retraining/request.ts";

export type Verdict = { what: "accepted" } | { what: "later" | "refused"; because: string };

const LATER = [408, 425, 429];

/** What an answer means: taken, to be tried again, or wrong until a person changes something. */
export function verdictOn(kind: RetrainKind, { status, text }: { status: number; text: string }): Verdict {
  if (status >= 200 && status < 300) return { what: "accepted" };
  const said = saidIn(text);
  if (LATER.includes(status) || status >= 500)
    return { what: "later", because: `The other side answered ${status}${said}.` };
  return { what: "refused", because: `${adviceOn(kind, status)} It answered ${status}${said}.` };
}

function adviceOn(kind: RetrainKind, status: number): string {
  if (status >= 300 && status < 400) return "The address leads elsewhere: enter the address that it leads to.";
  if (status === 401 || status === 403) return SECRETS[kind];
  if (status === 404) return PLACES[kind];
  return kind === "webhook"
    ? "The receiver does not take the request."
    : "The branch, the workflow or its input is not as asked for.";
}

const GITHUB_TOKEN =
  "The token may not start it: it takes write access to Actions (a workflow) or contents (an event).";
const SECRETS: Readonly<Record<RetrainKind, string>> = {
  "github-workflow": GITHUB_TOKEN,
  "github-dispatch": GITHUB_TOKEN,
  gitlab: "The trigger token is not accepted: make one in GitLab under CI/CD, pipeline triggers.",
  webhook: "The receiver does not accept the signature: enter the same secret on both sides.",
};

const GITHUB_PLACE = "The repository or the workflow is not there, or the token cannot see it.";
const PLACES: Readonly<Record<RetrainKind, string>> = {
  "github-workflow": GITHUB_PLACE,
  "github-dispatch": GITHUB_PLACE,
  gitlab: "The project is not there, or the trigger token is another project’s.",
  webhook: "Nothing is at this address.",
};

const LONGEST = 200;

/** The sentence in a body of GitHub's or GitLab's. */
function saidIn(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const message = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
    return typeof message === "string" && message ? `: ${message.slice(0, LONGEST)}` : "";
  } catch {
    return "";
  }
}
