import { listed } from "#domain/listed.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { Role } from "#domain/vocabulary.ts";
import type { FactBag } from "#stages/fact.ts";
import type { FactContext } from "#stages/fact-kind.ts";
import { factsFix, requirement } from "#stages/fix.ts";
import { outsideBlackout } from "#stages/retraining/blackout.ts";
import { retrainApproval } from "#stages/retraining/retrain-approval.ts";
import type { RetrainRunData } from "#stages/retraining/retrain-run-data.ts";
import {
  approvalOf,
  furtherComparisons,
  type PromotionSetting,
  promotionSettingOf,
  runVerdict,
} from "#stages/retraining/run-verdict.ts";

/** What has to hold before a challenger becomes the champion (C9): the rule, every group, the people who decide, the hour. */
export function promotionGuard(next: RetrainRunData, context: FactContext<RetrainRunData>): Requirement[] {
  const { before, project, criteria } = context;
  if (next.state !== "promoted" || before?.data.state === "promoted") return [];
  const setting = promotionSettingOf(context, criteria, project);
  return [
    wellCompared(next, setting),
    noGroupWorse(next, setting),
    approved(before?.key ?? null, context, setting),
    ...outsideBlackout(context),
  ];
}

function wellCompared(next: RetrainRunData, setting: PromotionSetting): Requirement {
  const { outcome, because } = runVerdict(next, setting);
  return requirement({
    key: "promotion.rule",
    label: "The promotion rule lets it pass",
    met: outcome === "canary" || outcome === "awaiting_approval",
    detail: `${outcome === "inconclusive" ? "Inconclusive, so the champion stays. " : ""}${because.join(" ")}`,
    fix: factsFix(["ML"], "Reject the challenger, or complete its comparison.", "retrain-runs"),
  });
}

/** Better overall does not make up for a group that may be worse. */
function noGroupWorse(next: RetrainRunData, setting: PromotionSetting): Requirement {
  const groups = furtherComparisons(next, setting).filter(({ scope }) => scope === "group");
  const worse = groups.filter(({ comparison }) => comparison && !comparison.nonInferior);
  const unknown = groups.filter(({ comparison }) => !comparison);
  return requirement({
    key: "promotion.groups",
    label: "No group is worse off",
    met: worse.length + unknown.length === 0,
    detail: groupsInWords(groups.length, worse, unknown),
    fix: factsFix(["ML"], "Reject the challenger.", "retrain-runs"),
  });
}

type Named = readonly { name: string }[];

function groupsInWords(count: number, worse: Named, unknown: Named): string {
  const list = (groups: Named) => listed(groups.map(({ name }) => name));
  if (worse.length + unknown.length === 0) return count === 0 ? "No group is named." : `${count} groups were compared.`;
  return [
    ...(worse.length > 0 ? [`It may be worse than the margin for ${list(worse)}.`] : []),
    ...(unknown.length > 0 ? [`Not compared for ${list(unknown)}.`] : []),
  ].join(" ");
}

function approved(key: string | null, facts: FactContext<RetrainRunData>, setting: PromotionSetting): Requirement {
  const { asked, latest } = decisionsOn(key, facts, setting);
  const waiting = asked.filter((role) => latest(role) !== "approve");
  return requirement({
    key: "promotion.approval",
    label: asked.length > 1 ? "Lead and reviewer have approved it" : "The lead has approved it",
    met: waiting.length === 0,
    detail:
      waiting.length === 0
        ? "Everybody who is asked has approved."
        : `Still open: ${waiting.map((role) => `${ROLE[role] ?? role}${latest(role) === "reject" ? " (rejected)" : ""}`).join(", ")}.`,
    fix: factsFix(waiting, "Record the decision on this run.", "retrain-approvals"),
  });
}

/** In whose role nobody has said yet whether the challenger of a run may replace the champion. */
export function undecidedRoles(key: string, facts: Pick<FactBag, "of">, setting: PromotionSetting): Role[] {
  const { asked, latest } = decisionsOn(key, facts, setting);
  return asked.filter((role) => latest(role) === undefined);
}

function decisionsOn(key: string | null, { of }: Pick<FactBag, "of">, setting: PromotionSetting) {
  const asked: readonly Role[] = approvalOf(setting) === "human" ? (setting.tier === 3 ? ["LD", "RV"] : ["LD"]) : [];
  const decisions = of(retrainApproval).filter(({ data }) => data.run === key);
  const latest = (role: Role) => decisions.find(({ data }) => data.role === role)?.data.decision;
  return { asked, latest };
}

const ROLE: Readonly<Partial<Record<Role, string>>> = { LD: "the lead", RV: "the reviewer" };
