export const TEST_SECTIONS = ["data", "model", "infrastructure", "monitoring"] as const;
export type TestSection = (typeof TEST_SECTIONS)[number];

/** Not done, done by hand with a written result, automated. */
export const TEST_GRADES = [0, 0.5, 1] as const;
export type TestGrade = (typeof TEST_GRADES)[number];
export const TESTS_PER_SECTION = 7;

export const TEST_BANDS = ["research", "holes likely", "basic", "reasonable", "strong", "exceptional"] as const;
export type TestBand = (typeof TEST_BANDS)[number];

export type MlTestScore = { score: number; weakest: TestSection; band: TestBand };

/** The sum of a section, 0 to 7: one grade a test, tests without a grade count 0. */
export function sectionScore(grades: readonly TestGrade[]): number {
  return grades.slice(0, TESTS_PER_SECTION).reduce<number>((sum, grade) => sum + grade, 0);
}

/**
 * The ML Test Score (C10.8, Breck et al. 2017 [R2]): the smallest of the four section sums, because the weakest section
 * decides. A tie names the first section in the order data, model, infrastructure, monitoring.
 */
export function mlTestScore(sections: Readonly<Record<TestSection, number>>): MlTestScore {
  const weakest = TEST_SECTIONS.reduce((least, each) => (sections[each] < sections[least] ? each : least));
  const score = sections[weakest];
  return { score, weakest, band: testBand(score) };
}

/** 0 research; up to 1 holes likely, 2 basic, 3 reasonable, 5 strong, each end included; above 5 exceptional. */
export function testBand(score: number): TestBand {
  if (score <= 0) return "research";
  if (score <= 1) return "holes likely";
  if (score <= 2) return "basic";
  if (score <= 3) return "reasonable";
  return score <= 5 ? "strong" : "exceptional";
}
