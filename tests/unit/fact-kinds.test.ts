import { describe, expect, test } from "vitest";
import { ROUTES } from "#api/routes.ts";
import { FORMULAS } from "#domain/calculators.ts";
import { factBag } from "#stages/fact.ts";
import { parseFact } from "#stages/fact-draft.ts";
import { referencesOf } from "#stages/fact-kind.ts";
import { FACT_KINDS, findFactKind } from "#stages/fact-kinds.ts";
import { cellsOf, factFrom } from "#stages/fact-table.ts";
import { STAGE_KEYS } from "#stages/registry.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { SAMPLE_NOW } from "../support/stage-samples.ts";

/* What must hold of every kind of fact, whatever it is about. */

const SETTING = { tier: 3, affectsPeople: true, at: new Date(SAMPLE_NOW) } as const;
/** Of what no gate asks for; the demo's smaller projects do without. */
const HOURS = { category: "modelling", hours: 6.5, day: "2026-03-13", person: "Ines Duarte" };
const SAMPLES = {
  ...sampledFacts(SETTING),
  "time-entries": [{ key: "h1", at: SAMPLE_NOW, version: 1, recordedAt: SAMPLE_NOW, recordedBy: null, data: HOURS }],
};
const CONTEXT = {
  ...factBag(SAMPLES),
  before: null,
  project: { tier: 3, affectsPeople: true, documents: {}, states: {} } as const,
  criteria: [],
  now: SAMPLE_NOW,
};

test("no two kinds share a name", () => {
  expect(new Set(FACT_KINDS.map(({ kind }) => kind)).size).toBe(FACT_KINDS.length);
});

describe.each(FACT_KINDS.map((kind) => [kind.kind, kind] as const))("%s", (name, kind) => {
  const samples = Object.entries(SAMPLES).find(([each]) => each === name)?.[1] ?? [];

  test("belongs to a stage, has words, and refers only to kinds that exist", () => {
    expect(STAGE_KEYS).toContain(kind.stage);
    expect(kind.help.length).toBeGreaterThan(20);
    expect(kind.writers.length).toBeGreaterThan(0);
    for (const { of } of referencesOf(kind)) expect(findFactKind(of), of).not.toBeNull();
  });

  test("has the same routes and asks for the same rights as every other kind", () => {
    const base = `/projects/{slug}/${name}`;
    const found = ROUTES.filter(({ path }) => path === base || path.startsWith(`${base}/`)).map(
      ({ method, path, needs }) => [method, path.slice(base.length), needs],
    );
    // Some kinds have routes of their own besides, such as a datasheet as a file.
    expect(found).toEqual(expect.arrayContaining(EXPECTED));
  });

  test("its sample is accepted as it stands and survives the way into a file and back", () => {
    expect(samples.length, "prisma/demo/facts needs a sample of this kind").toBeGreaterThan(0);
    for (const { key, data } of samples) {
      expect(parseFact(kind, data)).toMatchObject({ ok: true });
      const text = Object.entries(cellsOf(kind, key, data)).map(([column, cell]) => [column, String(cell ?? "")]);
      const read = factFrom(kind, Object.fromEntries(text));
      expect(parseFact(kind, read.data)).toEqual(parseFact(kind, data));
      expect(kind.check(data, CONTEXT)).toEqual([]);
    }
  });

  test("every figure names a formula that is explained", () => {
    for (const fact of samples)
      for (const { calculator, value, reason } of kind.figures(fact, CONTEXT)) {
        expect(Object.keys(FORMULAS)).toContain(calculator);
        if (value === null) expect(reason).toBeTruthy();
      }
  });
});

const READ = { permission: "project.read" };
const RECORD = { permission: "fact.record" };
const EXPECTED = [
  ["GET", "", READ],
  ["POST", "", RECORD],
  ["POST", "/bulk", RECORD],
  ["POST", "/import", RECORD],
  ["GET", "/export", READ],
  ["GET", "/{key}", READ],
  ["PATCH", "/{key}", RECORD],
  ["DELETE", "/{key}", RECORD],
  ["POST", "/{key}/restore", RECORD],
];
