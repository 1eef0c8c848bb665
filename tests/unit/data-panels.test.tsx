import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { marksOf } from "#components/charts/risk-places.ts";
import { DataBiasPanel } from "#stages/data-bias/panel.tsx";
import { DataSelectionPanel } from "#stages/data-selection/panel.tsx";
import { type Fact, factBag } from "#stages/fact.ts";
import type { StagePanelProps } from "#stages/panel.tsx";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeFacts, SAMPLE_NOW } from "../support/stage-samples.ts";

/* What a panel shows of nothing, of one thing, and of far too many. */

const SAMPLES = sampledFacts({ tier: 2, affectsPeople: true, at: new Date(SAMPLE_NOW) });
const ACCESS = { slug: "card" } as StagePanelProps["access"];
const LONG = `Extract of ${"a-very-long-name-without-a-place-to-break-".repeat(3)}`.slice(0, 120);

function shown(
  Panel: (props: StagePanelProps) => React.ReactNode,
  change: Readonly<Record<string, readonly Fact[]>>,
  states: StagePanelProps["facts"]["states"] = {},
) {
  const facts = completeFacts(2, { ...factBag({ ...SAMPLES, ...change }), states });
  return renderToStaticMarkup(<Panel access={ACCESS} facts={facts} currency="EUR" zone="UTC" />);
}

/** The first sample of a kind, so many times, each a little different. */
function many(kind: string, count: number, change: (i: number) => object): Fact[] {
  const [one] = SAMPLES[kind] ?? [];
  if (!one) throw new Error(`no sample of ${kind}`);
  return Array.from({ length: count }, (_, i) => ({ ...one, key: `k${i}`, data: { ...one.data, ...change(i) } }));
}

const links = (html: string, to: string) => html.split(`href="/projects/card/facts/${to}`).length - 1;

test("stage 3 without sources says what the picture is for, and where to begin", () => {
  const html = shown(DataSelectionPanel, { "data-sources": [] });
  expect(html).toContain("No data source yet");
  expect(html).toContain('href="/projects/card/facts/data-sources/new"');
});

test("stage 3 with one source draws it, and says how each number came about", () => {
  const html = shown(DataSelectionPanel, {});
  expect(html).toContain("1 of 1 required sources is obtainable and useful.");
  expect(html).toContain("How Availability of Warehouse is computed");
  expect(html).toContain("Every required source is good enough.");
  expect(html).toContain("Representation by age band");
});

test("stage 3 without profiles and groups falls back on what it has", () => {
  const bare = { "quality-profiles": [], "group-baselines": [] };
  expect(shown(DataSelectionPanel, bare)).toContain("No source is profiled yet");
  expect(shown(DataSelectionPanel, { "group-baselines": [] })).toContain("Representation by warehouse");
});

test("stage 3 draws two hundred sources, lists the first dozen, and links the rest", () => {
  const sources = many("data-sources", 200, (i) => ({
    name: `${LONG}${i}`.slice(-120),
    required: i < 100,
    rows: i * 1000,
  }));
  const profiles = many("quality-profiles", 200, (i) => ({ source: `k${i}` }));
  const html = shown(DataSelectionPanel, { "data-sources": sources, "quality-profiles": profiles });
  expect(html).toContain("188 more in the list");
  expect(html).toContain("Shown are the 15 lowest of 200.");
  expect(links(html, "data-sources/k")).toBe(200 + 200 + 12 + 15);
  expect(html).toContain("Numbered are the 12 in the list below.");
  expect(html.match(/<a[^>]*tabindex="-1"/g)).toHaveLength(188);
});

test("sources that cannot be scored are not drawn, and counted in words", () => {
  const sources = many("data-sources", 2, (i) => (i === 0 ? { rows: undefined } : {}));
  expect(shown(DataSelectionPanel, { "data-sources": sources })).toContain("1 cannot be scored yet and is not drawn.");
});

test("stage 4 without a register and groups offers both first steps", () => {
  const html = shown(DataBiasPanel, { "bias-risks": [], "group-baselines": [] });
  expect(html).toContain('href="/projects/card/facts/bias-risks/new"');
  expect(html).toContain('href="/projects/card/facts/group-baselines/new"');
  const aside = { "data-bias": "not_applicable" } as const;
  expect(shown(DataBiasPanel, { "bias-risks": [], "group-baselines": [] }, aside)).toBe("");
  const open = many("bias-risks", 1, () => ({ severity: undefined }));
  expect(shown(DataBiasPanel, { "bias-risks": open })).toContain("No risk is weighed yet");
});

test("stage 4 draws the dozen highest of forty risks, and keeps all in the table", () => {
  const risks = many("bias-risks", 40, (i) => ({ title: `${LONG} ${i}`, likelihood: 1 + (i % 5), severity: 3 }));
  const html = shown(DataBiasPanel, { "bias-risks": risks });
  expect(html).toContain("Drawn are the 12 highest of 40.");
  expect(links(html, "bias-risks/k")).toBe(12);
});

test("stage 4 shows one group, and of sixty the furthest from their share", () => {
  const [age] = SAMPLES["protected-attributes"] ?? [];
  const groups = many("group-baselines", 60, (i) => ({
    group: `g${i}`,
    populationShare: 1 / 60,
    sampleShare: i / 1770,
  }));
  const html = shown(DataBiasPanel, {
    "protected-attributes": age ? [{ ...age, data: { ...age.data, groups: groups.map((_, i) => `g${i}`) } }] : [],
    "group-baselines": groups,
  });
  expect(html).toContain("Shown are the 20 furthest from their share.");
  const one = { "group-baselines": many("group-baselines", 1, () => ({})) };
  expect(shown(DataBiasPanel, one)).toContain("The group has its share.");
});

test("risks in one cell of the matrix stand beside each other, and one that stays has no arrow", () => {
  const at = { likelihood: 3, severity: 3 };
  const risks = Array.from({ length: 7 }, (_, i) => ({
    key: `${i}`,
    mark: `${i}`,
    before: at,
    after: at,
    proven: false,
  }));
  const marks = marksOf(risks);
  expect(marks.every(({ to }) => to === null)).toBe(true);
  expect(new Set(marks.map(({ from }) => `${from.x.toFixed(3)} ${from.y.toFixed(3)}`)).size).toBe(7);
  for (const { from } of marks) {
    expect(from.x).toBeGreaterThan(0.4);
    expect(from.x).toBeLessThan(0.6);
    expect(from.y).toBeGreaterThan(0.4);
    expect(from.y).toBeLessThan(0.6);
  }
});
