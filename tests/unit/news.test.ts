import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { nextAttempt, verdictOf } from "#domain/delivery-retry.ts";
import { NEWS_TYPES, newsOfAlert, newsOfAudit, severityOf } from "#domain/news.ts";
import { STAGE_VERBS } from "#domain/vocabulary.ts";

describe("which news a line of the audit is", () => {
  test.each([
    [{ action: "stage.submit" }, "stage.submitted"],
    [{ action: "stage.send-back" }, "stage.sent-back"],
    [{ action: "member.remove" }, "member.changed"],
    [{ action: "fact.import" }, "fact.recorded"],
    [{ action: "criterion.state", before: { state: "met" }, after: { state: "breached" } }, "criterion.breached"],
    [{ action: "criterion.state", before: { state: "breached" }, after: { state: "met" } }, "criterion.recovered"],
    [{ action: "criterion.state", before: { state: "breached" }, after: { state: "no_data" } }, null],
    [{ action: "criterion.state", before: { state: "met" }, after: { state: "at_risk" } }, null],
    [{ action: "criterion.state" }, null],
    [{ action: "stage.save" }, null],
    [{ action: "session.start" }, null],
    [{ action: "token.create" }, null],
    [{ action: "toString" }, null],
  ])("%j is %s", (line, type) => {
    expect(newsOfAudit(line)).toBe(type);
  });

  test("what moves a stage is news, but for what its owner does at the desk", () => {
    const silent = STAGE_VERBS.filter((verb) => newsOfAudit({ action: `stage.${verb}` }) === null);
    expect(silent).toEqual(["start", "withdraw", "rework", "dismiss", "set-aside", "restore"]);
  });

  test("each type can come about", () => {
    const sources = readdirSync(path.resolve("src/server"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(path.resolve("src/server", file), "utf8"))
      .join("\n");
    const named = [...sources.matchAll(/"([a-z]+\.[a-z-]+)"/g)].map(([, action = ""]) => action);
    const written = [...named.map((action) => newsOfAudit({ action })), ...named]; // news of its own is named as it is
    const ofStages = STAGE_VERBS.map((verb) => newsOfAudit({ action: `stage.${verb}` }));
    const ofLives = ["pause", "resume", "cancel", "retire"].map((verb) => newsOfAudit({ action: `project.${verb}` }));
    const ofAlerts = ["opened", "reopened", "acknowledged", "resolved"].map(newsOfAlert);
    const reached = new Set<string | null>([
      ...written,
      ...ofStages,
      ...ofLives,
      ...ofAlerts,
      "criterion.breached",
      "criterion.recovered",
    ]);
    expect(NEWS_TYPES.filter((type) => !reached.has(type))).toEqual([]);
  });

  test("what is put to sleep is no news; a breach is a warning", () => {
    expect(newsOfAlert("snoozed")).toBeNull();
    expect([severityOf("criterion.breached"), severityOf("stage.approved")]).toEqual(["warning", "info"]);
  });
});

describe("the next attempt", () => {
  const now = Date.UTC(2026, 0, 1);
  const waitOf = (attempts: number, also: { retryAfter?: number; chance?: number } = {}) => {
    const next = nextAttempt({ attempts, now, retryAfter: null, chance: 0, ...also });
    return next === null ? null : (next - now) / 1000;
  };

  test.each([
    [1, 5],
    [2, 300],
    [3, 1800],
    [9, 86_400],
    [10, null],
    [11, null],
  ])("after %d failures is %s seconds away", (attempts, seconds) => {
    expect(waitOf(attempts)).toBe(seconds);
  });

  test("chance adds less than a tenth; the other side may ask for more, never for less", () => {
    expect(waitOf(2, { chance: 0.999 })).toBeCloseTo(329.97, 2);
    expect(waitOf(1, { retryAfter: 60 })).toBe(60);
    expect(waitOf(2, { retryAfter: 60 })).toBe(300);
    expect(waitOf(10, { retryAfter: 60 })).toBeNull();
  });

  test.each([
    [200, "delivered"],
    [204, "delivered"],
    [299, "delivered"],
    [301, "again"],
    [404, "again"],
    [410, "gone"],
    [500, "again"],
    [null, "again"],
  ])("%s is %s", (status, verdict) => {
    expect(verdictOf(status)).toBe(verdict);
  });
});
