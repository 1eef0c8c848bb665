import type { Locator, Page } from "@playwright/test";
import { recordStages } from "../support/e2e-facts.ts";
import { answer } from "../support/e2e-pages.ts";
import { makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test } from "../support/e2e-test.ts";

const BEFORE = ["data-selection", "data-bias", "data-pipeline", "model", "integration", "solution-bias"] as const;

test("counts of groups come from a spreadsheet: read by the names of its first line, and kept", async ({ enter }) => {
  const team = await makeTeam("Pasted", { affectsPeople: true });
  await recordStages(team, ...BEFORE);
  const page = await enter(team.ML);
  await page.goto(`${team.base}/facts/fairness-assessments/assessment-2/edit`);
  const grid = page.getByRole("group", { name: "Groups", exact: true });
  await expect(grid.getByRole("listitem")).not.toHaveCount(0);
  const rows = await grid.getByRole("listitem").count();
  const [first = "", second = ""] = await Promise.all(
    [1, 2].map((place) => answer(page, `Group, row ${place}`).inputValue()),
  );
  await grid.getByText("Paste a table").click();
  const sheet = grid.getByRole("textbox", { name: /^Cells copied from a spreadsheet/ });
  await paste(
    page,
    sheet,
    `TN\tGroup\tTP\tFP\tFN\n198,380\t${first}\t421\t1,050\t150\n396970\t${second}\t760\tmany\t260`,
  );
  await expect(grid.getByText("2 rows read, by the first line: True negatives, Group")).toBeVisible();
  await expect(grid.getByText("Row 2, False positives: “many” is no number")).toBeVisible();
  await expectAccessible(page);
  await paste(
    page,
    sheet,
    `TN\tGroup\tTP\tFP\tFN\n198,380\t${first}\t421\t1,050\t150\n396970\t${second}\t760\t2010\t260`,
  );
  await grid.getByRole("button", { name: "Put these 2 rows in" }).click();
  await expect(grid.getByRole("listitem")).toHaveCount(rows);
  await expect(answer(page, "False positives, row 2")).toHaveValue(/^2,?010$/);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("version 2")).toBeVisible();
  const { groups } = await team.ML.api.get<{ groups: { name: string; tp: number; tn: number }[] }>(
    `${team.base}/fairness-assessments/assessment-2`,
  );
  expect(groups).toHaveLength(rows);
  expect(groups.find(({ name }) => name === first)).toMatchObject({ tp: 421, fp: 1050, fn: 150, tn: 198_380 });
});

test("the bins of a histogram come as columns; a cell that is no number is named before it is sent", async ({
  enter,
}) => {
  const team = await makeTeam("Bins");
  const page = await enter(team.ML);
  await page.goto(`${team.base}/facts/drift-references/new`);
  await answer(page, "Feature").fill("amount");
  await page.getByRole("group", { name: "Kind" }).getByRole("radio", { name: "Numeric" }).check();
  const counts = page.getByRole("textbox", { name: /^Counts/ });
  await paste(page, counts, "2400\n2600\nn/a\n3200");
  await expect(page.getByText("No number: cell 3 “n/a”.")).toBeVisible();
  await paste(page, counts, "2400\n2,600\n3000\n3200");
  await expect(page.getByText("4 numbers, mean 2,800, from 2,400 to 3,200.")).toBeVisible();
  await page.getByText("More about it").click();
  await paste(page, page.getByRole("textbox", { name: /^Edges/ }), "0\t10\t20\t40\t80");
  await page.getByLabel("Taken at").first().fill("2026-03-02T00:00");
  await page.getByRole("button", { name: "Record the drift reference" }).click();
  await expect(page.getByRole("link", { name: "amount" })).toBeVisible();
  const { items } = await team.ML.api.get<{ items: { counts: number[]; edges: number[] }[] }>(
    `${team.base}/drift-references`,
  );
  expect(items[0]).toMatchObject({ counts: [2400, 2600, 3000, 3200], edges: [0, 10, 20, 40, 80] });
});

/** As somebody does it who copied cells: all that stands in the box gives way to the clipboard. */
async function paste(page: Page, box: Locator, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await box.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+v");
}
