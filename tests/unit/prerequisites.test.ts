import { describe, expect, it } from "vitest";
import { asRequirements, prerequisitesUnmet } from "#domain/prerequisites.ts";
import type { Prerequisite } from "#domain/stage-law.ts";
import type { StageState } from "#domain/vocabulary.ts";

const HOLDS: Record<Prerequisite["needs"], StageState[]> = {
  started: ["in_progress", "blocked", "in_review", "done", "needs_attention"],
  done: ["done"],
  done_or_set_aside: ["done", "not_applicable"],
};
const STATES = [
  "not_started",
  "in_progress",
  "blocked",
  "in_review",
  "done",
  "needs_attention",
  "not_applicable",
] as const;
const NEEDS = ["started", "done", "done_or_set_aside"] as const;

describe("entry and exit conditions", () => {
  it.each(NEEDS.flatMap((needs) => STATES.map((state) => [needs, state, HOLDS[needs].includes(state)] as const)))(
    "%s is, with the stage %s, met: %s",
    (needs, state, met) => {
      const unmet = prerequisitesUnmet([{ stage: "data-bias", needs }], { "data-bias": state });
      expect(unmet.length === 0).toBe(met);
    },
  );

  it("takes a stage without a row as not started", () => {
    expect(prerequisitesUnmet([{ stage: "business-case", needs: "started" }], {})[0]?.because).toBe(
      "“Business case” must be started first; it is not started.",
    );
  });

  it("calls stages by their titles where it knows them", () => {
    const [unmet] = prerequisitesUnmet(
      [{ stage: "model", needs: "done" }],
      { model: "blocked" },
      { model: "Modelling" },
    );
    expect(unmet?.because).toBe("“Modelling” must be done first; it is blocked.");
  });

  it("turns them into requirements that lead to the stage", () => {
    const [requirement] = asRequirements(prerequisitesUnmet([{ stage: "model", needs: "done" }], {}));
    expect(requirement).toMatchObject({ key: "entry.model", met: false, fix: { where: "/stages/model" } });
  });
});
