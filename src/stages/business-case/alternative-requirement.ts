import type { RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import { valueModel } from "#domain/value.ts";
import { type Alternative, alternativesOf } from "#stages/business-case/alternatives.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { fieldFix, requirement } from "#stages/fix.ts";
import { assumedBy, valueCaseOf } from "#stages/value-case.ts";

type Judged = Pick<StageFacts, "tier" | "discountAnnual">;

/**
 * A way without machine learning stands beside the case, in money, and one that is worth more says why it is not taken.
 * Tier 1 is not asked; what it wrote down nevertheless is judged.
 */
export function comparedWithout(document: StageDocument, facts: Judged): Requirement[] {
  const { tier } = facts;
  const rows = alternativesOf(document, assumedBy(facts)).filter(({ nothing }) => !nothing);
  if (tier === 1 && rows.length === 0) return [];
  const without = rows.filter(({ usesMl }) => !usesMl);
  const value = valueCaseOf(document, assumedBy(facts));
  const npv = value ? valueModel(value).npv : null;
  const open = [...openIn(without), ...unexplained(rows, npv, tier)];
  const costed = without.some(({ gaps }) => gaps.length === 0);
  return [
    requirement({
      key: "G1.alternatives",
      label: "A way without machine learning is costed beside the case",
      met: costed && open.length === 0,
      detail: detailOf(without, npv),
      fix: fieldFix(["PM"], fixFor(without, costed), "alternatives"),
      items: open.map((label) => ({ label, where: "#field-alternatives" })),
    }),
  ];
}

/** Item 1.9: doing nothing and one costed way without machine learning stand in the case; a file says the same. */
export function alternativesCompared(document: StageDocument, facts: Judged): RuleVerdict {
  const rows = alternativesOf(document, assumedBy(facts));
  const costed = rows.filter(({ nothing, usesMl, npv }) => !nothing && !usesMl && npv !== null);
  if (rows.length === 0) return { met: false, detail: "No alternative is written down yet." };
  if (!rows.some(({ nothing }) => nothing)) return { met: false, detail: "Doing nothing is not among them." };
  if (costed.length === 0)
    return { met: false, detail: "None without machine learning has both a cost and a benefit a month." };
  return { met: true, detail: `${rows.length} options stand in the case, ${costed.length} of them costed without ML.` };
}

/** Once one of them is costed, the others may stay sketches. */
function openIn(without: readonly Alternative[]): string[] {
  if (without.some(({ gaps }) => gaps.length === 0)) return [];
  return without.map(({ option, gaps }) => `${option || "An option without a name"}: ${gaps.join(", ")}`);
}

function unexplained(rows: readonly Alternative[], npv: number | null, tier: number): string[] {
  return rows
    .filter(({ whyNot, npv: own }) => !whyNot && (tier === 3 || (own !== null && npv !== null && own > npv)))
    .map(({ option, npv: own }) =>
      own !== null && npv !== null && own > npv
        ? `${option}: worth more than the case, and no word why it is not taken`
        : `${option}: no word why it is not taken`,
    );
}

function detailOf(without: readonly Alternative[], npv: number | null): string {
  const costed = without.filter((each) => each.npv !== null).toSorted((a, b) => (b.npv ?? 0) - (a.npv ?? 0));
  const [best] = costed;
  if (without.length === 0) return "Nothing but doing nothing is compared with the case.";
  if (!best) return "None of them has both a cost and a benefit a month.";
  const beside = npv === null ? "" : `; the case ${whole(npv)}`;
  return `“${best.option}” has a net present value of ${whole(best.npv ?? 0)}${beside}.`;
}

function fixFor(without: readonly Alternative[], costed: boolean): string {
  if (without.length === 0)
    return "Add what could be done without machine learning, with its cost and benefit a month.";
  return costed ? "Say why the others are not taken." : "Fill in its cost and its benefit a month.";
}

function whole(amount: number): string {
  return Math.round(amount).toLocaleString("en-GB");
}
