import { describe, expect, test } from "vitest";
import { registerOf } from "#stages/data-bias/register.ts";
import { measuredData } from "#stages/data-selection/measured.ts";
import { representationOf } from "#stages/data-selection/representation.ts";
import { sourcesOf } from "#stages/data-selection/source-overview.ts";
import { type Fact, factBag } from "#stages/fact.ts";
import { parseFact } from "#stages/fact-draft.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { cardguardBiasFacts, cardguardBiasProofs } from "../../prisma/demo/cardguard-bias-facts.ts";
import { cardguardBuild } from "../../prisma/demo/cardguard-build.ts";
import { cardguardDataFacts } from "../../prisma/demo/cardguard-data-facts.ts";
import type { StageFact } from "../../prisma/demo/facts/stage-fact.ts";
import { readmitBiasFacts, readmitBiasProofs } from "../../prisma/demo/readmit-bias-facts.ts";
import { readmitBuild } from "../../prisma/demo/readmit-build.ts";
import { readmitDataFacts } from "../../prisma/demo/readmit-data-facts.ts";
import { shelfcastDataFacts } from "../../prisma/demo/shelfcast-data-facts.ts";
import { shelfcastDocuments } from "../../prisma/demo/shelfcast-documents.ts";
import { storyClock } from "../../prisma/demo/story-clock.ts";

/* The numbers of lifecycle G for stages 3 and 4, from what the stories record. */

const NOW = Date.UTC(2026, 2, 16, 9);
const clock = storyClock(new Date(NOW));

function bagOf(facts: readonly StageFact[]) {
  const byKey = new Map(facts.map((each) => [`${each.kind} ${each.key}`, each]));
  const bag: Record<string, Fact[]> = {};
  for (const { kind, key, data } of byKey.values()) {
    bag[kind] ??= [];
    bag[kind].push({ key, at: NOW, version: 1, recordedAt: NOW, recordedBy: null, data });
  }
  return factBag(bag);
}

const CARD = [
  ...cardguardDataFacts(clock),
  ...cardguardBiasFacts(clock),
  ...cardguardBiasProofs(clock).map(({ fact }) => fact),
];
const READ = [
  ...readmitDataFacts(clock),
  ...readmitBiasFacts(clock),
  ...readmitBiasProofs(clock).map(({ fact }) => fact),
];
const SHELF = shelfcastDataFacts(clock);

describe.each([
  ["CARDGUARD", CARD, cardguardBuild("", clock)["data-selection"], "93.5"],
  ["READMIT", READ, readmitBuild("", clock)["data-selection"], "88.2"],
  ["SHELFCAST", SHELF, shelfcastDocuments("", "")["data-selection"], "86.0"],
] as const)("%s", (_name, facts, document, quality) => {
  test("has facts that are accepted as they stand", () => {
    for (const { kind, key, data } of facts) expect(parseFact(factKindOf(kind), data), key).toMatchObject({ ok: true });
  });

  test(`has a mean quality of ${quality}, over the required sources and over all that are profiled`, () => {
    const bag = bagOf(facts);
    expect(measuredData(bag, document).quality?.toFixed(1)).toBe(quality);
    const scores = sourcesOf(bag, document).flatMap(({ qualityScore }) => qualityScore ?? []);
    expect((scores.reduce((sum, score) => sum + score, 0) / scores.length).toFixed(1)).toBe(quality);
  });
});

test("SHELFCAST's weakest dimension of all is the timeliness of the weather", () => {
  const sources = sourcesOf(bagOf(SHELF), shelfcastDocuments("", "")["data-selection"]);
  const [least] = sources.toSorted((a, b) => (a.weakestDimension ?? 1) - (b.weakestDimension ?? 1));
  expect(least).toMatchObject({ key: "weather", quality: { weakest: "timeliness" } });
  expect(least?.weakestDimension).toBeCloseTo(0.84, 9);
});

test("CARDGUARD's measured data gives the feasibility that stage 1 guessed", () => {
  const measured = measuredData(bagOf(CARD), cardguardBuild("", clock)["data-selection"]);
  expect(measured.availability?.toFixed(1)).toBe("88.9");
});

test("READMIT's ward notes would help and cannot be had", () => {
  const sources = sourcesOf(bagOf(READ), readmitBuild("", clock)["data-selection"]);
  const notes = sources.find(({ key }) => key === "ward-notes");
  expect(notes?.availability).toBeLessThan(60);
  expect(notes?.usefulness).toBeGreaterThan(60);
});

test("CARDGUARD keeps four risks, the highest residual 8", () => {
  const register = registerOf(bagOf(CARD), NOW);
  expect(register.risks).toHaveLength(4);
  expect(register).toMatchObject({ maxResidual: 8, maxPlanned: 8 });
  expect(register.risks.find(({ key }) => key === "old-rules")?.residualAccepted).toBe(true);
});

test("READMIT's exposure goes from 65 to 44, and one risk stays at 20", () => {
  const register = registerOf(bagOf(READ), NOW);
  expect(register).toMatchObject({ exposure: 65, residual: 44, maxResidual: 20, maxPlanned: 8 });
  expect(register.risks.find(({ residual }) => residual === 20)).toMatchObject({
    key: "few-uninsured",
    band: "critical",
  });
});

test("only uninsured patients are out of line", () => {
  const flagged = [...representationOf(bagOf(CARD)), ...representationOf(bagOf(READ))].flatMap(({ groups }) =>
    groups.filter((group) => group.flagged),
  );
  expect(flagged.map(({ group }) => group)).toEqual(["uninsured"]);
  expect(flagged[0]?.ratio).toBeCloseTo(0.643, 3);
});
