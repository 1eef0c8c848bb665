import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SLUG_LENGTH, slugOf, slugSchema, slugTry } from "#domain/slug.ts";

describe("slugs", () => {
  it.each([
    ["Fraud scoring", "fraud-scoring"],
    ["  30-day  readmission! ", "30-day-readmission"],
    ["Prévision de la demande", "prevision-de-la-demande"],
    ["Größe & Łódź", "grosse-and-lodz"],
    ["İstanbul", "istanbul"],
    ["需求预测", "project"],
    ["!!!", "project"],
    ["a", "project"],
    ["", "project"],
  ])("%j becomes %s", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it("numbers the next try, within the length", () => {
    expect(slugTry("churn", 1)).toBe("churn");
    expect(slugTry("churn", 2)).toBe("churn-2");
    const long = slugOf("x".repeat(80));
    expect(slugTry(long, 12)).toHaveLength(SLUG_LENGTH);
    expect(slugTry(long, 12)).toMatch(/x-12$/);
  });

  it("pass their own schema, whatever the name and the try", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 9999 }), (name, attempt) => {
        expect(slugSchema.safeParse(slugTry(slugOf(name), attempt)).success).toBe(true);
      }),
    );
  });

  it.each(["a--b", "-ab", "ab-", "Ab", "a_b", "a", ""])("the schema refuses %j", (slug) => {
    expect(slugSchema.safeParse(slug).success).toBe(false);
  });
});
