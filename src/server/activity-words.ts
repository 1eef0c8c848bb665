import type { AuditEvent } from "#server/activity.ts";
import { findStage } from "#stages/registry.ts";

type Line = Pick<
  AuditEvent,
  "action" | "subject" | "stageKey" | "actorName" | "actorKind" | "before" | "after" | "reason"
>;

/** One audit row as a sentence: "Mara Lind approved “Business case”". */
export function activityWords(event: Line): string {
  const words = WORDS[event.action];
  const stage = event.stageKey ? (findStage(event.stageKey)?.title ?? event.stageKey) : "";
  if (!words) return `${event.actorName}: ${event.action.replaceAll(/[.-]/g, " ")} ${quoted(event.subject)}`.trim();
  return `${event.actorName} ${words(event, stage)}`;
}

/** What the sentence leaves out: the reason, or which answers changed. */
export function activityDetail({ action, reason, after }: Line): string | null {
  if (reason) return reason;
  if ((action !== "stage.save" && action !== "fact.change") || typeof after !== "object" || after === null) return null;
  const keys = Object.keys(after);
  return keys.length > 0
    ? `Changed: ${keys.map(spaced).slice(0, 6).join(", ")}${keys.length > 6 ? " and more" : ""}.`
    : null;
}

type Words = (event: Line, stage: string) => string;
const of =
  (verb: string): Words =>
  (event) =>
    `${verb} ${quoted(event.subject)}`;
const inStage =
  (verb: string): Words =>
  (event, stage) =>
    `${verb} ${quoted(event.subject)} in ${stage}`;

/** The subject of a fact says its kind and its name in quotes itself. */
const ofFact =
  (verb: string): Words =>
  (event, stage) =>
    `${verb} ${event.subject} in ${stage}`;

/** Where it came from stands in the sentence: everything before it happened there. */
function importWords({ subject, after }: Line): string {
  const from = typeof after === "object" && after !== null && "from" in after ? after.from : null;
  return `imported the project ${quoted(subject)}${typeof from === "string" ? ` from ${from}` : ""}`;
}

const WORDS: Record<string, Words> = {
  "alert.snooze": of("put to sleep the alert"),
  "alert.wake": of("woke the alert"),
  "fact.add": ofFact("recorded the"),
  "fact.change": ofFact("changed the"),
  "fact.remove": ofFact("removed the"),
  "fact.restore": ofFact("restored the"),
  "fact.import": ofFact("imported"),
  "project.create": of("created the project"),
  "project.change": () => "changed the project’s settings",
  "project.archive": () => "archived the project",
  "project.pause": () => "paused the project",
  "project.resume": () => "took the project up again",
  "project.cancel": () => "cancelled the project",
  "project.retire": () => "retired the project and signed its retirement note",
  "project.unarchive": () => "took the project out of the archive",
  "project.delete": () => "deleted the project",
  "project.restore": () => "restored the project",
  "project.export": () => "asked for the whole project as a file",
  "project.import": importWords,
  "retraining.target": of("said where retraining runs:"),
  "retraining.target-remove": of("took away where retraining runs:"),
  "retraining.ask": of("asked for the retraining"),
  "retraining.accepted": of("was accepted by the other side:"),
  "retraining.refused": of("was refused by the other side:"),
  "retraining.silent": of("has had no answer to"),
  "project.purge": of("removed for good the project"),
  "stage.start": of("started"),
  "stage.block": of("marked as blocked"),
  "stage.unblock": of("unblocked"),
  "stage.submit": of("submitted"),
  "stage.withdraw": of("withdrew"),
  "stage.send-back": of("sent back"),
  "stage.approve": of("approved"),
  "stage.sign": of("signed off"),
  "stage.flag": of("flagged"),
  "stage.rework": of("began to rework"),
  "stage.dismiss": of("dismissed the flag on"),
  "stage.reopen": of("reopened"),
  "stage.set-aside": of("set aside"),
  "stage.restore": of("restored"),
  "stage.save": of("edited"),
  "stage.plan": of("planned"),
  "item.tick": inStage("finished"),
  "item.untick": inStage("reopened"),
  "item.sign": inStage("signed"),
  "item.set-aside": inStage("marked as not applicable"),
  "evidence.remove": inStage("removed the evidence"),
  "file.store": of("uploaded"),
  "comment.add": (event, stage) => `wrote in ${stage}: ${quoted(event.subject)}`,
  "comment.resolve": (_, stage) => `resolved a comment in ${stage}`,
  "criterion.add": of("added the criterion"),
  "criterion.change": of("changed the criterion"),
  "criterion.remove": of("removed the criterion"),
  "criterion.state": (event) => `found ${quoted(event.subject)} ${stateOf(event.after)}`,
  "alert.drill": of("fired the test alert"),
  "trigger.pull": of("pulled the trigger"),
  "alert.open": of("opened the alert"),
  "alert.reopen": of("reopened the alert"),
  "alert.acknowledge": of("acknowledged"),
  "alert.resolve": of("resolved"),
  "annotation.add": of("marked on the charts"),
  "annotation.remove": of("took off the charts"),
  "member.add": of("added"),
  "member.change": of("changed the roles of"),
  "member.remove": of("removed"),
  "hook.secret": of("made the"),
  "share.create": of("made the read-only link"),
  "share.revoke": of("revoked the read-only link"),
  "token.create": of("made the token"),
  "token.revoke": of("revoked the token"),
  "channel.add": of("added the channel"),
  "channel.change": of("changed the channel"),
  "channel.pause": of("paused the channel"),
  "channel.resume": of("took up again the channel"),
  "channel.give-up": of("paused, as nothing came through, the channel"),
  "channel.remove": of("removed the channel"),
  "channel.rotate": of("made a new secret for the channel"),
  "channel.test": of("tested the channel"),
  "channel.send-again": of("sent again what failed on the channel"),
  "session.start": () => "signed in",
  "session.end": () => "signed out another device",
  "session.end-all": () => "signed out everywhere",
  "profile.change": () => "changed their profile",
  "password.change": () => "changed their password",
  "password.reset": () => "set a new password by a one-time link",
  "password.link": of("made a password link for"),
  "user.create": of("added the person"),
  "job.run-again": of("ran again what had failed of"),
  "job.dismiss": of("dismissed what had failed of"),
  "user.disable": of("disabled the account of"),
  "user.enable": of("enabled the account of"),
  "user.make-administrator": of("made an administrator of"),
  "user.unmake-administrator": of("took administration away from"),
  "organisation.create": of("began the organisation"),
  "organisation.set-up": of("made the first administrator"),
};

function stateOf(after: unknown): string {
  const state = typeof after === "object" && after !== null && "state" in after ? String(after.state) : "changed";
  return state.replace("_", " ");
}

function quoted(text: string): string {
  return text ? `“${text}”` : "";
}

function spaced(key: string): string {
  return key.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}
