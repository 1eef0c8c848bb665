import { recordStages, usualFact } from "../support/e2e-facts.ts";
import { answer } from "../support/e2e-pages.ts";
import { makeTeam } from "../support/e2e-people.ts";
import { expect, test } from "../support/e2e-test.ts";
import { walkToBiasPlan } from "../support/e2e-work.ts";

const BEFORE_DEPLOYING = ["data-selection", "data-bias", "data-pipeline", "model"] as const;

test("a canary that failed refuses the full roll-out, and says so where it was asked for", async ({ enter }) => {
  const team = await makeTeam("Canary");
  await recordStages(team, ...BEFORE_DEPLOYING, "integration");
  const usual = usualFact("integration", "canary-analyses");
  const worse = (usual.metrics as { canary: number[]; name: string }[]).map((metric) => ({
    ...metric,
    canary: metric.canary.map((value) => value * (metric.name.includes("latency") ? 1.6 : 1)),
    ...(metric.name.includes("latency") && { critical: true }),
  }));
  await team.ML.api.post(`${team.base}/canary-analyses`, {
    ...usual,
    key: "canary-1-again",
    name: "R1 under load",
    metrics: worse,
    judgedAt: new Date().toISOString(),
  });
  const page = await enter(team.ML);
  await page.goto(`${team.base}/facts/deployments/new`);
  await answer(page, "Name").fill("R1 for everybody");
  await page.getByRole("combobox", { name: "Release" }).selectOption("r1");
  await page.getByRole("group", { name: "Environment" }).getByRole("radio", { name: "Production" }).check();
  await page.getByRole("group", { name: "Strategy" }).getByRole("radio", { name: "Full roll-out" }).check();
  await answer(page, "Traffic").fill("100");
  await page.getByRole("group", { name: "State" }).getByRole("radio", { name: "Planned" }).check();
  await page.getByRole("button", { name: "Record the deployment" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /canary/i })).toBeVisible();
  await page.goto(`${team.base}/facts/deployments`);
  await expect(page.getByRole("link", { name: "R1 for everybody" })).toHaveCount(0);
});

test("a challenger that is better overall but worse for a group is not promoted", async ({ enter }) => {
  const team = await makeTeam("Challenger");
  await recordStages(team, ...BEFORE_DEPLOYING);
  const rows = 40_000;
  await team.ML.api.post(`${team.base}/retrain-runs`, {
    key: "run-7",
    name: "Run 7",
    state: "evaluating",
    startedAt: new Date(Date.now() - 7_200_000).toISOString(),
    rows,
    onlyChallenger: 900,
    onlyChampion: 498,
    margin: 0.002,
    marginFixedAt: new Date(Date.now() - 86_400_000).toISOString(),
    latencyWithinBudget: true,
    fairness: [{ measure: "Equal opportunity", verdict: "pass" }],
    comparisons: [
      { name: "18-25", scope: "group", rows: 8_000, onlyChallenger: 60, onlyChampion: 190, margin: 0.002 },
      { name: "26-40", scope: "group", rows: 32_000, onlyChallenger: 840, onlyChampion: 308, margin: 0.002 },
    ],
  });
  const page = await enter(team.ML);
  await page.goto(`${team.base}/facts/retrain-runs/run-7/edit`);
  await page.getByRole("combobox", { name: "State" }).selectOption("promoted");
  await page.getByRole("button", { name: "Save changes" }).click();
  const refusal = page.getByRole("alert").filter({ hasText: "No group is worse off" });
  await expect(refusal).toContainText("18-25");
  await page.goto(`${team.base}/facts/retrain-runs/run-7`);
  await expect(page.getByText("Evaluating")).toBeVisible();

  // The group alone held it back: the same run, not worse for anybody, is promoted by the same press.
  const { comparisons } = await team.ML.api.get<{ comparisons: { name: string; scope: string; rows: number }[] }>(
    `${team.base}/retrain-runs/run-7`,
  );
  const mended = comparisons.map((each) => ({ ...each, onlyChallenger: 190, onlyChampion: 60 }));
  await team.ML.api.patch(`${team.base}/retrain-runs/run-7`, { comparisons: mended });
  await page.goto(`${team.base}/facts/retrain-runs/run-7/edit`);
  await page.getByRole("combobox", { name: "State" }).selectOption("promoted");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("version 3")).toBeVisible();
  await expect(page.getByText("Promoted", { exact: true })).toBeVisible();
});

test("a bias failure in stage 8 sends stage 4 back, with its reason and the way to the assessment", async ({
  enter,
}) => {
  const team = await makeTeam("Bias", { affectsPeople: true });
  await recordStages(team, ...BEFORE_DEPLOYING, "integration");
  await walkToBiasPlan(team);
  const page = await enter(team.ML);
  await page.goto(`${team.base}/stages/data-bias`);
  await expect(page.getByRole("heading", { name: "Data bias plan", exact: true })).toBeVisible();
  await expect(page.getByText("This stage needs attention")).toHaveCount(0);
  await team.ML.api.post(`${team.base}/fairness-assessments`, {
    ...usualFact("solution-bias", "fairness-assessments"),
    key: "first-look",
    assessedAt: new Date().toISOString(),
  });
  await page.reload();
  const notice = page.getByText("This stage needs attention").locator("..");
  await expect(notice).toContainText("Release R1 fails on fairness");
  await notice.getByRole("link", { name: "See what it rests on" }).click();
  await expect(page).toHaveURL(/fairness-assessments\/first-look$/);
  await expect(page.getByRole("heading", { name: "R1 on the canary, first look" })).toBeVisible();
  await page.goto(team.base);
  await expect(
    page
      .getByText(/needs attention/i)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
  await page.goto("/inbox");
  const waiting = page.getByRole("listitem").filter({ hasText: "“Data bias plan” needs attention" }).first();
  await expect(waiting).toContainText("Release R1 fails on fairness");
});
