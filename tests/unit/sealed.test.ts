import { beforeEach, describe, expect, test } from "vitest";
import { seal, unseal } from "#server/sealed.ts";

beforeEach(() => {
  process.env.THROUGHLINE_SECRET = "a secret of this installation, long enough";
});

describe("a sealed secret", () => {
  test.each(["", "https://hooks.example.org/T0/B0/x", "ü€😀", "x".repeat(10_000)])("opens again: %j", (text) => {
    expect(unseal(seal(text, "channel|1"), "channel|1")).toBe(text);
  });

  test("is another text each time, and does not hold what it seals", () => {
    expect(seal("same", "a")).not.toBe(seal("same", "a"));
    expect(seal("token-of-mine", "a")).not.toContain(Buffer.from("token-of-mine").toString("base64url"));
  });

  test("does not open on another row", () => {
    expect(unseal(seal("text", "channel|1"), "channel|2")).toBeNull();
  });

  test("does not open in another installation", () => {
    const sealed = seal("text", "a");
    process.env.THROUGHLINE_SECRET = "the secret of some other installation there";
    expect(unseal(sealed, "a")).toBeNull();
  });

  test("does not open when any part was changed", () => {
    const sealed = seal("text", "a");
    for (const [index, character] of [...sealed].entries()) {
      const changed = sealed.slice(0, index) + (character === "A" ? "B" : "A") + sealed.slice(index + 1);
      expect(unseal(changed, "a") === null || sameBytes(changed, sealed)).toBe(true);
    }
  });

  test.each(["", "v1", "v1...", "v2.a.b.c", "text"])("%j is no sealed text", (text) => {
    expect(unseal(text, "a")).toBeNull();
  });
});

/** The last letters of base64 hold bits that mean nothing. */
function sameBytes(a: string, b: string): boolean {
  const bytes = (text: string) =>
    text
      .split(".")
      .slice(1)
      .map((part) => Buffer.from(part, "base64url").toString("hex"))
      .join(".");
  return bytes(a) === bytes(b) && a.split(".")[0] === b.split(".")[0];
}
