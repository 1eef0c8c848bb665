import { isAboutRelease, type ReleaseNames } from "#domain/release-alerts.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { FactBag } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { requirement } from "#stages/fix.ts";
import { deployment } from "#stages/integration/deployment.ts";
import { release } from "#stages/integration/release.ts";

/** G7.6: no critical alert is open on the release whose way into use is judged, the one that came into production last. */
export function quiet(facts: StageFacts): Requirement {
  const last = releaseInQuestion(facts);
  const critical = facts.alerts.filter(({ severity }) => severity === "critical");
  const open = last ? critical.filter((alert) => isAboutRelease(alert, last)) : critical;
  const others = critical.length - open.length;
  const elsewhere = others === 0 ? "" : ` ${others} ${others === 1 ? "is" : "are"} older, or about another release.`;
  return requirement({
    key: "G7.6",
    label: last ? `No critical alert is open on ${last.tag}` : "No critical alert is open",
    met: open.length === 0,
    detail: `${open.length === 0 ? "None is open." : `Open: ${open.map(({ title }) => title).join("; ")}.`}${elsewhere}`,
    fix: { who: ["ML", "LD"], what: "Deal with the alert until it resolves.", where: "/alerts" },
  });
}

/** Null where nothing came into production yet. */
function releaseInQuestion(facts: FactBag): (ReleaseNames & { tag: string }) | null {
  const deployments = facts
    .of(deployment)
    .filter(({ data }) => data.environment === "production" && data.state !== "planned" && data.startedAt);
  const [newest] = deployments.toSorted((a, b) => b.at - a.at);
  if (!newest) return null;
  const key = newest.data.release;
  const releases = facts.of(release).map((each) => ({ release: each.key, names: [each.key, each.data.tag] }));
  const deployed = facts
    .of(deployment)
    .map((each) => ({ release: each.data.release, names: [each.key, each.data.name] }));
  const names = [...releases, ...deployed];
  const since = deployments.filter(({ data }) => data.release === key).map(({ at }) => at);
  return {
    tag: facts.of(release).find((each) => each.key === key)?.data.tag ?? key,
    own: names.filter((each) => each.release === key).flatMap((each) => each.names),
    others: names.filter((each) => each.release !== key).flatMap((each) => each.names),
    since: Math.min(...since),
  };
}
