import { afterAll, describe, expect, test } from "vitest";
import { disconnect } from "#server/db.ts";
import { getProjectOverview } from "#server/project-overview.ts";
import { rebuildSummaries } from "#server/summaries.ts";
import { STAGE_KEYS } from "#stages/registry.ts";
import { finish, stateOf, type Team, team, trio } from "../support/project.ts";

afterAll(disconnect);

describe("a whole project", () => {
  test.each([
    ["tier 1 goes through all ten stages by the verbs of three people", () => trio(1, { affectsPeople: true })],
    ["tier 3 does, by four: nobody approves what they submitted", () => team(3, { affectsPeople: true })],
  ] as const)(
    "of %s",
    async (_, make) => {
      const given: Team = await make();
      for (const key of STAGE_KEYS) {
        await finish(given, key, true);
        expect(await stateOf(given, key), key).toBe("done");
      }
      const { stages, journey } = await getProjectOverview(given.as.LD);
      expect(stages.map(({ state }) => state)).toEqual(Array(10).fill("done"));
      expect(journey).toBeGreaterThan(0.9);
      expect(await rebuildSummaries()).toEqual([]);
    },
    120_000,
  );
});
