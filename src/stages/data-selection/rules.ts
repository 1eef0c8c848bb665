import {
  dataSelectionPredicates,
  isGoodEnough,
  isObtainableAndUseful,
  SOURCE_LIMITS,
} from "#domain/data-selection-gate.ts";
import type { RuleVerdict } from "#domain/evidence.ts";
import { listed } from "#domain/listed.ts";
import type { Requirement } from "#domain/requirement.ts";
import { asksFor } from "#stages/asks-for.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { feature } from "#stages/data-selection/feature.ts";
import { capital, counted, named } from "#stages/data-selection/in-words.ts";
import { type SourceOverview, sourcesOf } from "#stages/data-selection/source-overview.ts";
import { needsOf } from "#stages/data-selection/source-scores.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, requirement } from "#stages/fix.ts";

type Selection = { readonly supervised?: boolean };

/** G3.1 to G3.6. G3.7, no required item open, is G0.2 and G0.5 of every gate. */
export function sourceRequirements(document: Selection, facts: StageFacts): Requirement[] {
  if (!asksFor(facts, dataSource)) return [];
  const sources = sourcesOf(facts, document);
  const supervised = document.supervised === true;
  const verdicts = dataSelectionPredicates({ sources, supervised, requiredItemsOpen: 0 });
  const words = wordsFor(
    sources.filter((source) => source.required),
    supervised,
  );
  return verdicts.flatMap(({ key, met }) => {
    const known = words[key];
    return known ? [requirement({ key, met, ...known, detail: known.detail(met) })] : [];
  });
}

/** Item 3.4: each required source has both scores, against what the project said that it needs. */
export function scoresComputed(document: Selection, facts: StageFacts): RuleVerdict {
  const { historyMonths, rows, latencyHours } = needsOf(document);
  if (historyMonths === null || rows === null || latencyHours === null)
    return { met: false, detail: "How much history, how many rows and how fresh is not answered yet." };
  const required = sourcesOf(facts, document).filter((source) => source.required);
  if (required.length === 0) return { met: false, detail: "No required source is recorded." };
  const open = required.filter(({ availability, usefulness }) => availability === null || usefulness === null);
  if (open.length > 0) return { met: false, detail: `Not known well enough to score: ${named(open)}.` };
  return { met: true, detail: `${capital(counted(required.length, "required source"))} scored on both.` };
}

/** Item 3.6. */
export function knownAtPrediction(_document: Selection, facts: StageFacts): RuleVerdict {
  const features = facts.of(feature);
  if (features.length === 0) return { met: false, detail: "No feature is recorded." };
  const late = features.filter(({ data }) => !data.availableAtPrediction).map(({ data }) => data.name);
  if (late.length > 0) return { met: false, detail: `Not known at the moment of prediction: ${listed(late)}.` };
  return { met: true, detail: `${capital(counted(features.length, "feature"))} known at the moment of prediction.` };
}

type Words = Pick<Requirement, "label" | "fix" | "items"> & { detail(met: boolean): string };

function wordsFor(required: readonly SourceOverview[], supervised: boolean): Readonly<Record<string, Words>> {
  const primary = required.filter(({ role }) => role === "primary");
  const weak = required.filter((source) => !isObtainableAndUseful(source));
  const uncleared = required.filter(({ legal }) => legal !== "cleared");
  const labelled = required.filter(({ hasLabel }) => hasLabel);
  const poor = required.filter((source) => !isGoodEnough(source));
  const undescribed = required.filter(({ datasheetLinked }) => !datasheetLinked);
  const { availability, usefulness, linkage, quality, weakestDimension } = SOURCE_LIMITS;
  return {
    "G3.1": {
      label: "A primary source is required",
      detail: (met) => (met ? `It is ${named(primary)}.` : "No required source has the role primary."),
      fix: factsFix(["ML"], "Record the source that carries the cases.", "data-sources"),
    },
    "G3.2": {
      label: `Each required source is obtainable (${availability}) and useful (${usefulness})`,
      detail: (met) => (met ? lowest(required) : `Below the limit, or not scored: ${named(weak)}.`),
      fix: factsFix(["ML", "PM"], "Obtain the source, find a better one, or drop it.", "data-sources"),
      items: weak.map(({ key, data, ...scores }) => ({
        label: `${data.name}: availability ${shown(scores.availability)}, usefulness ${shown(scores.usefulness)}`,
        where: `/facts/data-sources/${key}`,
      })),
    },
    "G3.3": {
      label: "Each required source is cleared legally",
      detail: (met) =>
        met ? `${capital(counted(required.length, "source"))} cleared.` : `Not cleared: ${named(uncleared)}.`,
      fix: factsFix(["PM", "LD"], "Have the legal basis or the licence cleared.", "data-sources"),
      items: uncleared.map(({ key, data }) => ({
        label: `${data.name}: ${data.legal.replaceAll("_", " ")}`,
        where: `/facts/data-sources/${key}`,
      })),
    },
    "G3.4": {
      label: `A required source carries labels that link (${linkage})`,
      detail: (met) => {
        if (!supervised) return "No labels are needed.";
        if (met) return `Labels come from ${named(labelled)}.`;
        return labelled.length > 0
          ? `Links too rarely, or it is not known: ${named(labelled)}.`
          : "None carries labels.";
      },
      fix: factsFix(["ML"], "Record the labels’ source and how many rows link.", "data-sources"),
    },
    "G3.5": {
      label: `Each required source has quality ${quality}, its weakest dimension ${weakestDimension.toFixed(2)}`,
      detail: (met) => (met ? poorest(required) : `Not good enough, or not profiled: ${named(poor)}.`),
      fix: factsFix(["ML"], "Profile the source, and mend its weakest dimension.", "quality-profiles"),
      items: poor.map(({ key, data, quality: found, qualityScore, weakestDimension: least }) => ({
        label: `${data.name}: quality ${shown(qualityScore)}${found?.weakest ? `, ${found.weakest} ${least?.toFixed(2)}` : ""}`,
        where: `/facts/data-sources/${key}`,
      })),
    },
    "G3.6": {
      label: "Each required source has a datasheet",
      detail: (met) =>
        met
          ? `${capital(counted(required.length, "source"))} described.`
          : `Without one, or not whole: ${named(undescribed)}.`,
      fix: factsFix(["ML"], "Write the seven sections, or link the document.", "datasheets"),
      items: undescribed.map(({ key, data }) => ({ label: data.name, where: `/facts/data-sources/${key}` })),
    },
  };
}

function lowest(required: readonly SourceOverview[]): string {
  const least = (of: "availability" | "usefulness") => Math.min(...required.map((source) => source[of] ?? 0));
  if (required.length === 0) return "No source is required.";
  return `Lowest availability ${shown(least("availability"))}, lowest usefulness ${shown(least("usefulness"))}.`;
}

function poorest(required: readonly SourceOverview[]): string {
  const [least] = required.toSorted((a, b) => (a.qualityScore ?? 0) - (b.qualityScore ?? 0));
  return least ? `Lowest is ${least.data.name} with ${shown(least.qualityScore)}.` : "No source is required.";
}

function shown(score: number | null): string {
  return score === null ? "not known" : score.toFixed(1);
}
