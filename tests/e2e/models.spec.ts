import { readFileSync } from "node:fs";
import { recordStages } from "../support/e2e-facts.ts";
import { answer } from "../support/e2e-pages.ts";
import { makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";

const FRONT = `language: en # of the texts
license: apache-2.0
x_internal:
  review: "2026-03-01"
  owners: [mara, tomas]
library_name: lightgbm
tags:
  - fraud
model-index:
  - name: returns-gbm
    results:
      - task: { type: tabular-classification }
        dataset: { type: tabular, name: d1 }
        metrics:
          - { type: auc, value: 0.791 }`;
const CARD = `---
${FRONT}
---

# Returns, boosted

## Intended use

Sorting returned parcels in three warehouses.

## Citation

Nobody has written about it yet.
`;

test("a model card with front matter is looked at, kept, and goes out again with names that nobody here knows", async ({
  enter,
}) => {
  const team = await makeTeam("Card");
  await recordStages(team, "data-selection", "data-pipeline", "model");
  const page = await enter(team.ML);
  await visit(page, `${team.base}/model-cards/import?version=m1`);
  await expect(page.getByText("Its card “First model” is replaced.")).toBeVisible();
  await page.getByLabel("Markdown file").setInputFiles({
    name: "README.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(CARD),
  });
  await expect(answer(page, "Or its text")).toHaveValue(CARD);
  await page.getByRole("button", { name: "Show what it becomes" }).click();
  await expect(page.getByRole("row", { name: /Intended use changes Sorting returned parcels/ })).toBeVisible();
  await expect(page.getByText(/Kept as other sections: Citation\./)).toBeVisible();
  const kept = page.getByText(/Kept in the front matter:/);
  await expect(kept).toContainText("x_internal");
  await expect(kept).toContainText("1 result stands in model-index.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Replace the card" }).click();
  await expect(page.getByRole("heading", { name: "Returns, boosted", level: 2 })).toBeVisible();
  await expect(page.getByText("Nobody has written about it yet.")).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /^Markdown of / }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(/^---\n([\s\S]*?)\n---\n/.exec(file)?.[1]).toBe(FRONT);
  expect(file).toContain("## Citation\n\nNobody has written about it yet.");
  const viewer = await enter(team.VW);
  await viewer.goto(`${team.base}/model-cards/m1`);
  await expect(viewer.getByRole("link", { name: /^Markdown of / })).toBeVisible();
  await expect(viewer.getByRole("link", { name: "Import Markdown" })).toHaveCount(0);
});

test("runs are compared by an address that can be sent: what differs stands first, the best is marked, one is left out", async ({
  enter,
}) => {
  const team = await makeTeam("Compared");
  await recordStages(team, "data-selection", "data-pipeline", "model");
  const page = await enter(team.VW);
  await visit(page, `${team.base}/training-runs?run=run-1&run=run-3&run=baseline`);
  await expect(page.getByText("3 runs are compared. Untick one to leave it out.")).toBeVisible();
  const table = page.getByRole("region", { name: "Runs side by side" });
  await expect(table.getByRole("columnheader").nth(1)).toContainText("Gradient boosting, chosen");
  const auc = table.getByRole("row", { name: /differs: auc/ });
  await expect(auc.getByRole("cell").nth(0)).toContainText("best");
  await expect(auc.getByRole("cell").nth(0)).toContainText("0.791");
  await expect(auc.getByRole("cell").nth(1)).not.toContainText("best");
  await expect(table.getByRole("row", { name: /differs: learning_rate/ })).toContainText("0.01");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV", exact: true }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file).toContain("part,name,run-1,run-3,baseline");
  expect(file).toMatch(/metric,auc,0\.791,0\.779,0\.702/);
  await page.getByRole("checkbox", { name: /Simple baseline/ }).uncheck();
  await page.getByRole("button", { name: "Find and compare" }).click();
  await expect(page.getByText("2 runs are compared.")).toBeVisible();
  await expect(page).toHaveURL(/run=run-1&run=run-3$/);
  await page.goto(`${team.base}/training-runs?run=run-1&run=nowhere`);
  await expect(page.getByText("One run is chosen. Choose another.")).toBeVisible();
});
