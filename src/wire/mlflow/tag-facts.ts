import { CARD_SECTIONS } from "#stages/model/card-sections.ts";
import { mlTest } from "#stages/model/ml-test.ts";
import { ML_TEST_KEYS } from "#stages/model/ml-tests.ts";
import { modelCard } from "#stages/model/model-card.ts";
import { verificationTest } from "#stages/model/verification-test.ts";
import type { HeardFact } from "#wire/heard.ts";
import { flagIn, isJson, numberIn, said, textIn } from "#wire/json.ts";
import { clipped, keyOf } from "#wire/keys.ts";
import { tagOf, tagsBelow } from "#wire/mlflow/our-tags.ts";
import type { Texts } from "#wire/mlflow/rows.ts";

const KINDS = ["unit", "invariance", "directional", "minimum", "robustness", "security", "reproducibility"];

/**
 * Tests of a version, a tag each: `throughline.test.<kind>.<name>` with `passed`, `failed`, or JSON that says `passed`
 * and may say `detail`, `delta`, `blocking` and `link`. A test blocks unless it says otherwise.
 */
export function testFacts(tags: Texts, versionKey: string, at: number): HeardFact[] {
  return tagsBelow(tags, "test.").flatMap(({ name: tagName, value }) => {
    const [kind = "", ...rest] = tagName.split(".");
    const name = rest.join(".").trim() || kind;
    const result = readResult(value);
    if (!KINDS.includes(kind) || !result) return [];
    const data = {
      ...{
        name: clipped(name, 160),
        modelVersion: versionKey,
        kind,
        blocking: true,
        ranAt: new Date(at).toISOString(),
      },
      ...result,
    };
    const key = keyOf(versionKey, kind, name);
    return [{ kind: verificationTest.kind, key, data, path: `tags.test.${tagName}`, onto: keepingTime(data) }];
  });
}

/** The same result told again did not run again. */
export function keepingTime(data: Record<string, unknown>): NonNullable<HeardFact["onto"]> {
  return (before) => {
    const same = before.passed === data.passed && before.delta === data.delta && before.detail === data.detail;
    return { ...before, ...data, ...(same && { ranAt: before.ranAt }) };
  };
}

function readResult(value: string): { passed: boolean } | null {
  const word = /^(passed|failed)\b[\s:;,]*(.*)$/is.exec(value);
  if (word)
    return {
      passed: word[1]?.toLowerCase() === "passed",
      ...said({ detail: clipped(word[2] ?? "", 2000) || undefined }),
    };
  const json = parsed(value);
  const passed = flagIn(json, "passed");
  if (passed === undefined) return null;
  const detail = textIn(json, "detail");
  const link = textIn(json, "link");
  return {
    passed,
    ...said({
      blocking: flagIn(json, "blocking"),
      delta: positive(numberIn(json, "delta")),
      detail: detail && clipped(detail, 2000),
      link: link && clipped(link, 500),
    }),
  };
}

const SECTION_TAGS = CARD_SECTIONS.map(
  ([name]) => [name, name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] as const,
);

/** A model card from tags `throughline.card.<section>`: told only where somebody wrote a part of one. */
export function cardFacts(tags: Texts, versionKey: string, title: string): HeardFact[] {
  const sections = SECTION_TAGS.flatMap(([name, tag]) => {
    const text = tagOf(tags, `card.${tag}`);
    return text ? [[name, clipped(text, 20_000)] as const] : [];
  });
  if (sections.length === 0) return [];
  const licence = tagOf(tags, "card.licence");
  const baseModel = tagOf(tags, "base_model");
  const data = {
    title: clipped(title, 160),
    modelVersion: versionKey,
    ...Object.fromEntries(sections),
    ...said({ licence: licence && clipped(licence, 120), baseModel: baseModel && clipped(baseModel, 200) }),
  };
  return [{ kind: modelCard.kind, key: versionKey, data, path: "tags.card" }];
}

/** Answers to the ML Test Score: `throughline.ml_test.model_1` with `0`, `0.5` or `1` and where the result can be seen. */
export function mlTestFacts(tags: Texts): HeardFact[] {
  return tagsBelow(tags, "ml_test.").flatMap(({ name, value }) => {
    const [, answer, evidence = ""] = /^(0|0\.5|1)(?:\s+(.*))?$/s.exec(value) ?? [];
    if (answer === undefined || !ML_TEST_KEYS.includes(name)) return [];
    const data = { test: name, answer: Number(answer), ...said({ evidence: clipped(evidence, 1000) || undefined }) };
    return [{ kind: mlTest.kind, key: name, data, path: `tags.ml_test.${name}` }];
  });
}

function positive(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.abs(value);
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
