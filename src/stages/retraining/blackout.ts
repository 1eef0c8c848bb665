import { blackoutEnd } from "#domain/blackout.ts";
import { parseCron } from "#domain/cron.ts";
import { wallTime } from "#domain/local-time.ts";
import type { Requirement } from "#domain/requirement.ts";
import { isGroup } from "#stages/answer-at.ts";
import type { FactContext } from "#stages/fact-kind.ts";
import { requirement } from "#stages/fix.ts";
import { retrainingOf } from "#stages/retraining/policy.ts";

type Asked = Pick<FactContext, "now"> & { project: Pick<FactContext["project"], "documents" | "zone"> };

/**
 * Whether a promotion may happen now: refused inside a blackout window of the stage, with its end said. Nobody overrides it
 * (docs/decisions/0017): who promotes earlier changes the windows, which is a change of a signed document.
 */
export function outsideBlackout({ project, now }: Asked): Requirement[] {
  const { zone = "UTC" } = project;
  const end = blackoutUntil(project, now);
  return [
    requirement({
      key: "promotion.blackout",
      label: "No blackout window is open",
      met: end === null,
      detail: end === null ? "" : blackoutInWords(end, zone),
      fix: { who: ["ML", "LD"], what: "Wait until it ends.", where: "/stages/retraining#field-blackoutWindows" },
    }),
  ];
}

/**
 * Of a release that is put before most people: refused while a window is open, unless it is told of an earlier time that
 * lay outside of one. What is only planned waits for its hour.
 */
export function promotedOutsideBlackout(
  { state, startedAt }: { state: string; startedAt?: string | undefined },
  context: Asked,
): Requirement[] {
  if (state !== "running") return [];
  const earlier = startedAt === undefined ? context.now : Math.min(context.now, Date.parse(startedAt));
  return blackoutUntil(context.project, earlier) === null ? [] : outsideBlackout(context);
}

/** The end of the windows that are open now; null while none is. */
export function blackoutUntil({ documents, zone = "UTC" }: Asked["project"], now: number): number | null {
  return blackoutEnd(blackoutWindows(retrainingOf({ documents }).blackoutWindows), zone, now);
}

export function blackoutInWords(end: number, zone: string): string {
  return Number.isFinite(end)
    ? `Nothing is promoted until ${onTheClock(end, zone)} (${zone}).`
    : "The blackout windows follow each other without an end.";
}

/** A line that cannot be read keeps nothing off; the gate asks for one that can. */
function blackoutWindows(rows: unknown) {
  return (Array.isArray(rows) ? rows : []).flatMap((row: unknown) => {
    if (!isGroup(row)) return [];
    const { cron, hours } = row;
    const line = typeof cron === "string" ? parseCron(cron) : null;
    return line && typeof hours === "number" && hours > 0 ? [{ cron: line, hours }] : [];
  });
}

function onTheClock(at: number, zone: string): string {
  return new Date(wallTime(at, zone)).toISOString().slice(0, 16).replace("T", " ");
}
