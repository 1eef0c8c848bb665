/** Where a retraining can be started. */
export const RETRAIN_KINDS = ["github-workflow", "github-dispatch", "gitlab", "webhook"] as const;
export type RetrainKind = (typeof RETRAIN_KINDS)[number];

export const RETRAIN_NAMES: Readonly<Record<RetrainKind, string>> = {
  "github-workflow": "GitHub, a workflow",
  "github-dispatch": "GitHub, a repository event",
  gitlab: "GitLab, a pipeline",
  webhook: "A signed webhook",
};

/** GitHub Enterprise is `https://host/api/v3`; a webhook has no usual place. */
export const USUAL_ADDRESSES: Readonly<Record<RetrainKind, string>> = {
  "github-workflow": "https://api.github.com",
  "github-dispatch": "https://api.github.com",
  gitlab: "https://gitlab.com",
  webhook: "",
};

export type Target = {
  kind: RetrainKind;
  address: string;
  place: string;
  workflow: string | null;
  ref: string | null;
  eventType: string | null;
};

/** What the other side is told. `run` is the correlation id: whatever comes back names it. */
export type Ask = {
  run: string;
  project: string;
  firing: string | null;
  champion: string | null;
  askedBy: string;
  askedAt: string;
  /** Of the retraining run here. */
  link: string;
};

export type StartRequest = { url: string; headers: Record<string, string>; body: string };

/** The name of the input, variable and tag that carries the correlation id. */
export const RUN_INPUT = "throughline_run";
export const RUN_VARIABLE = "THROUGHLINE_RUN";

/** One request in the words of the other side; a webhook is still to be signed. */
export function startRequest(target: Target, ask: Ask, secret: string): StartRequest {
  const { address, place, workflow, ref, eventType } = target;
  const base = address.replace(/\/+$/, "");
  switch (target.kind) {
    case "github-workflow":
      return {
        url: `${base}/repos/${repository(place)}/actions/workflows/${encodeURIComponent(workflow ?? "")}/dispatches`,
        headers: gitHubHeaders(secret),
        // GitHub refuses inputs that the workflow does not declare, so there is one
        body: JSON.stringify({ ref, inputs: { [RUN_INPUT]: ask.run } }),
      };
    case "github-dispatch":
      return {
        url: `${base}/repos/${repository(place)}/dispatches`,
        headers: gitHubHeaders(secret),
        body: JSON.stringify({ event_type: eventType, client_payload: { correlation_id: ask.run, ...ask } }),
      };
    case "gitlab":
      return {
        url: `${base}/api/v4/projects/${encodeURIComponent(place)}/trigger/pipeline`,
        headers: JSON_HEADERS,
        body: JSON.stringify({
          token: secret,
          ref,
          variables: { [RUN_VARIABLE]: ask.run, THROUGHLINE_PROJECT: ask.project },
        }),
      };
    case "webhook":
      return {
        url: address,
        headers: JSON_HEADERS,
        body: JSON.stringify({
          type: "retraining.requested",
          timestamp: ask.askedAt,
          data: { correlation_id: ask.run, ...ask },
        }),
      };
  }
}

const JSON_HEADERS = { "content-type": "application/json" };

function gitHubHeaders(token: string): Record<string, string> {
  return {
    ...JSON_HEADERS,
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "x-github-api-version": "2022-11-28",
  };
}

function repository(place: string): string {
  return place.split("/").map(encodeURIComponent).join("/");
}
