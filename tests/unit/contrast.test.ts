import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { AVATAR_COLOURS } from "#components/ui/avatar.tsx";

const TOKEN = /--color-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g;
const css = readFileSync(new URL("../../src/app/globals.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(TOKEN)].map(([, name, light, dark]) => [name ?? "", { light: light ?? "", dark: dark ?? "" }]),
);

/** [text, what it stands on]: every pair that a component uses for words. */
const GROUNDS = ["paper", "side", "surface", "sunken", "raised", "selected"];
const TEXT_PAIRS: [string, string][] = [
  ...["ink", "ink-2", "link"].flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
  ...["good", "warn", "bad", "quiet", "note", "info"].flatMap((tone): [string, string][] => [
    [tone, `${tone}-tint`],
    [tone, "surface"],
    [tone, "paper"],
  ]),
  ["bad", "good-tint"],
  ["ink", "good-tint"],
  ["ink", "warn-tint"],
  ["ink", "bad-tint"],
  ["on-action", "action"],
  ["on-action", "action-hover"],
  ["on-danger", "danger"],
  ["on-danger", "danger-hover"],
  ["paper", "ink"],
];

/** Shapes that carry meaning need 3:1 (WCAG 1.4.11); the design asks 4.5:1 of states in the dark. */
const SHAPES = ["idle", "done", "progress", "review", "blocked", "attention", "focus", "danger"];
const DARK_STATES = ["done", "progress", "review", "blocked", "attention"];

describe.each(["light", "dark"] as const)("%s theme", (theme) => {
  test.each(TEXT_PAIRS)("%s on %s reads at 4.5:1 or better", (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(SHAPES)("%s stands out from the surface at 3:1 or better", (shape) => {
    expect(contrast(colour(shape, theme), colour("surface", theme))).toBeGreaterThanOrEqual(3);
    expect(contrast(colour(shape, theme), colour("paper", theme))).toBeGreaterThanOrEqual(3);
  });
});

test.each(DARK_STATES)("%s reaches 4.5:1 on the dark surface", (state) => {
  expect(contrast(colour(state, "dark"), colour("surface", "dark"))).toBeGreaterThanOrEqual(4.5);
});

test.each(AVATAR_COLOURS)("white initials on %s read at 4.5:1 or better", (ground) => {
  expect(contrast("#ffffff", ground)).toBeGreaterThanOrEqual(4.5);
});

test("a known pair gives the known ratio", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 6);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

function colour(name: string, theme: "light" | "dark"): string {
  const token = tokens.get(name);
  if (!token) throw new Error(`globals.css has no colour ${name}`);
  return token[theme];
}

/** WCAG 2.2 contrast ratio of two sRGB colours. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
