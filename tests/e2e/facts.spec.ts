import { readFileSync } from "node:fs";
import { answer } from "../support/e2e-pages.ts";
import { makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test } from "../support/e2e-test.ts";

test("the engineer records a data source, is told what is missing, changes it, removes it and takes that back", async ({
  enter,
}) => {
  const team = await makeTeam("Facts");
  const page = await enter(team.ML);
  await page.goto(`${team.base}/stages/data-selection`);
  await page.getByRole("link", { name: "data sources", exact: true }).click();
  await expect(page.getByText("No data source is recorded yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Record the first" }).click();
  await answer(page, "Name").fill("Auth stream");
  await page.getByRole("button", { name: "Record the data source" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "fields need another look" })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByText("What you typed here earlier is back.")).toBeVisible();
  await expect(answer(page, "Name")).toHaveValue("Auth stream");
  await choose(page, "Role", "Primary");
  await choose(page, "Required", "Yes");
  await page.getByRole("combobox", { name: "Kind" }).selectOption("stream");
  await page.getByRole("combobox", { name: "Access" }).selectOption("granted");
  await choose(page, "Legal basis", "Cleared");
  await choose(page, "Personal data", "None");
  await choose(page, "Known at the moment of prediction", "Yes");
  await page.getByRole("button", { name: "Record the data source" }).click();
  await page.getByRole("link", { name: "Auth stream" }).click();
  await expect(page.getByRole("heading", { name: "Auth stream" })).toBeVisible();
  await page.getByRole("button", { name: "How Availability is computed" }).click();
  await expect(page.locator("[popover]:popover-open")).toContainText(/version/);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Edit" }).click();
  await choose(page, "Legal basis", "Pending");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("version 2")).toBeVisible();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("button", { name: "Remove data source" }).click();
  await expect(page.getByText("No data source is recorded yet")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { name: "Auth stream" })).toBeVisible();
});

test("a file of sources is looked at first; its bad row is named, the good one kept, and what goes out is what the filter says", async ({
  enter,
}) => {
  const team = await makeTeam("Import");
  const page = await enter(team.ML);
  await page.goto(`${team.base}/facts/data-sources/import`);
  await expectAccessible(page);
  const head = "key,name,role,required,kind,access,legal,personalData,availableAtPredictionTime";
  const rows = [
    "orders,Orders,primary,yes,table,granted,cleared,none,yes",
    "clicks,Clicks,main,yes,table,granted,cleared,none,yes",
  ];
  await page.getByLabel("CSV file").setInputFiles({
    name: "sources.csv",
    mimeType: "text/csv",
    buffer: Buffer.from([head, ...rows].join("\n")),
  });
  await expect(page.getByText("2 rows: 1 new, 0 changed, 0 as they stand already, 1 with problems.")).toBeVisible();
  await expect(page.getByRole("row", { name: /3 role One of/ })).toBeVisible();
  await page.getByRole("button", { name: "Keep 1 data source" }).click();
  await expect(page.getByText("1 recorded, 0 changed.")).toBeVisible();
  await page.goto(`${team.base}/facts/data-sources?role=primary`);
  await expect(page.getByRole("link", { name: "Orders" })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV", exact: true }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file.split("\r\n")).toHaveLength(3);
  expect(file).toContain("orders,Orders,primary");
  const viewer = await enter(team.VW);
  await viewer.goto(`${team.base}/facts/data-sources`);
  await expect(viewer.getByRole("link", { name: "Orders" })).toBeVisible();
  await expect(viewer.getByRole("link", { name: /^Record/ })).toHaveCount(0);
  await viewer.goto(`${team.base}/facts/data-sources/new`);
  await expect(viewer.getByText("You can read the data sources, not record one")).toBeVisible();
});

function choose(page: Parameters<typeof answer>[0], group: string, option: string) {
  return page.getByRole("group", { name: group }).getByRole("radio", { name: option, exact: true }).check();
}
