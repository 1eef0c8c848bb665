import type { Severity } from "#domain/vocabulary.ts";

/** What can be told to the outside, by its type. The types are part of the API: they are never renamed. */
export const NEWS = {
  "alert.opened": { group: "Alerts", label: "An alert opens" },
  "alert.reopened": { group: "Alerts", label: "An alert opens again" },
  "alert.acknowledged": { group: "Alerts", label: "Somebody takes an alert" },
  "alert.resolved": { group: "Alerts", label: "An alert ends" },
  "criterion.breached": { group: "Criteria", label: "A success criterion is breached" },
  "criterion.recovered": { group: "Criteria", label: "A breached criterion recovers" },
  "criterion.changed": { group: "Criteria", label: "A criterion is added, changed or removed" },
  "stage.submitted": { group: "Stages", label: "A stage waits for sign-off" },
  "stage.signed": { group: "Stages", label: "Somebody signs a stage" },
  "stage.approved": { group: "Stages", label: "A gate opens: all have signed" },
  "stage.sent-back": { group: "Stages", label: "A stage is sent back" },
  "stage.flagged": { group: "Stages", label: "A finished stage needs attention" },
  "stage.blocked": { group: "Stages", label: "A stage is blocked" },
  "stage.unblocked": { group: "Stages", label: "A stage is no longer blocked" },
  "stage.reopened": { group: "Stages", label: "A finished stage is opened again" },
  "comment.added": { group: "Stages", label: "Somebody comments" },
  "project.paused": { group: "Project", label: "The project is paused" },
  "project.resumed": { group: "Project", label: "The project is taken up again" },
  "project.cancelled": { group: "Project", label: "The project is cancelled" },
  "project.retired": { group: "Project", label: "The project is retired" },
  "member.changed": { group: "Project", label: "Somebody joins, leaves or changes roles" },
  "reminder.due": { group: "Project", label: "A licence, an acceptance, evidence or a token ends soon" },
  "channel.paused": { group: "Project", label: "A channel is paused because nothing comes through" },
  "retraining.refused": { group: "Records", label: "A retraining that was asked for elsewhere cannot start" },
  "retraining.silent": { group: "Records", label: "A retraining that was asked for elsewhere gives no answer" },
  "fact.recorded": { group: "Records", label: "Something is recorded: a run, a release, a result" },
  "fact.changed": { group: "Records", label: "A record is changed, removed or restored" },
} as const;

export type NewsType = keyof typeof NEWS;

export const NEWS_TYPES = Object.keys(NEWS).filter((type): type is NewsType => type in NEWS);

export type NewsSeverity = "info" | Severity;

type Audited = { action: string; before?: unknown; after?: unknown };

/** Which news a line of the audit is, if it is any. Alerts are told by their own log, which rules write as well. */
export function newsOfAudit({ action, before, after }: Audited): NewsType | null {
  if (action !== "criterion.state") return BY_ACTION.get(action) ?? null;
  if (stateIn(after) === "breached") return "criterion.breached";
  return stateIn(before) === "breached" && stateIn(after) === "met" ? "criterion.recovered" : null;
}

/** Which news a line of an alert's log is: "opened", "resolved", "acknowledged", "reopened". */
export function newsOfAlert(what: string): NewsType | null {
  const type = `alert.${what}`;
  return NEWS_TYPES.find((known) => known === type) ?? null;
}

/** Of news that no alert gives a severity. */
export function severityOf(type: NewsType): NewsSeverity {
  return WARNINGS.includes(type) ? "warning" : "info";
}

const WARNINGS: readonly NewsType[] = [
  "criterion.breached",
  "stage.flagged",
  "stage.sent-back",
  "retraining.refused",
  "retraining.silent",
];

const BY_ACTION: ReadonlyMap<string, NewsType> = new Map([
  ["criterion.add", "criterion.changed"],
  ["criterion.change", "criterion.changed"],
  ["criterion.remove", "criterion.changed"],
  ["stage.submit", "stage.submitted"],
  ["stage.sign", "stage.signed"],
  ["stage.approve", "stage.approved"],
  ["stage.send-back", "stage.sent-back"],
  ["stage.flag", "stage.flagged"],
  ["stage.block", "stage.blocked"],
  ["stage.unblock", "stage.unblocked"],
  ["stage.reopen", "stage.reopened"],
  ["comment.add", "comment.added"],
  ["project.pause", "project.paused"],
  ["project.resume", "project.resumed"],
  ["project.cancel", "project.cancelled"],
  ["project.retire", "project.retired"],
  ["member.add", "member.changed"],
  ["member.change", "member.changed"],
  ["member.remove", "member.changed"],
  ["channel.give-up", "channel.paused"],
  ["retraining.refused", "retraining.refused"],
  ["retraining.silent", "retraining.silent"],
  ["fact.add", "fact.recorded"],
  ["fact.import", "fact.recorded"],
  ["fact.change", "fact.changed"],
  ["fact.remove", "fact.changed"],
  ["fact.restore", "fact.changed"],
]);

function stateIn(value: unknown): string {
  return typeof value === "object" && value !== null && "state" in value ? String(value.state) : "";
}
