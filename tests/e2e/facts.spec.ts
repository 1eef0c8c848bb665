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

test("two hundred profiles come from a file: the bad rows go home mended by hand, the good ones stay, by keyboard and on a phone", async ({
  enter,
}) => {
  const team = await makeTeam("Profiles");
  await team.ML.api.post(`/projects/${team.slug}/data-sources`, {
    ...{ key: "orders", name: "Orders", role: "primary", required: true, kind: "table", access: "granted" },
    ...{ legal: "cleared", personalData: "none", availableAtPredictionTime: true },
  });
  const page = await enter(team.ML);
  await page.goto(`${team.base}/facts/data-sources/orders`);
  await expect(page.getByRole("heading", { name: "Recorded about it" })).toBeVisible();
  await page.goto(`${team.base}/facts/quality-profiles/import`);
  const head = "key,source,measuredAt,rows,requiredColumns,nullCells,checkedCells,validCells,tool";
  const row = (i: number) =>
    `p${i},orders,2026-01-${String(1 + (i % 28)).padStart(2, "0")}T06:00:00Z,1000,10,${i},10000,9900,Nightly`;
  const bad = [
    "p900,nowhere,2026-01-01T06:00:00Z,1000,10,0,10000,9900,Nightly",
    "p901,orders,yesterday,1000,10,0,10000,9900,Nightly",
    "p902,orders,2026-01-01T06:00:00Z,1000,10,0,10000,10001,Nightly",
  ];
  const rows = [...Array.from({ length: 200 }, (_, i) => row(i)), ...bad];
  const file = { name: "profiles.csv", mimeType: "text/csv", buffer: Buffer.from([head, ...rows].join("\n")) };
  await page.getByLabel("CSV file").setInputFiles(file);
  await expect(page.getByText("203 rows: 200 new, 0 changed, 0 as they stand already, 3 with problems.")).toBeVisible();
  await expect(page.getByRole("row", { name: /^202 source .*nowhere/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^203 measuredAt .*yesterday/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^204 validCells .*10001/ })).toBeVisible();
  await expectAccessible(page);
  const mend = page.waitForEvent("download");
  await page.getByRole("button", { name: "The 3 quality profiles to mend, as CSV" }).press("Enter");
  const refused = readFileSync(await (await mend).path(), "utf8")
    .trim()
    .split("\r\n");
  expect(refused).toHaveLength(4);
  expect(refused[0]).toBe(`${head},computed.problem`);
  await page.getByRole("button", { name: "Keep 200 quality profiles" }).press("Enter");
  await expect(page.getByText("200 recorded, 0 changed.")).toBeVisible();
  const mended = refused.map((line) =>
    line.replace("nowhere", "orders").replace("yesterday", "2026-01-02T06:00:00Z").replace("10001", "9999"),
  );
  await page.getByLabel("CSV file").setInputFiles({ ...file, buffer: Buffer.from(mended.join("\r\n")) });
  await expect(page.getByText("3 rows: 3 new, 0 changed, 0 as they stand already, 0 with problems.")).toBeVisible();
  await page.getByRole("button", { name: "Keep 3 quality profiles" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Quality profiles" })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${team.base}/facts/quality-profiles?q=p9`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  const sheet = page.waitForEvent("download");
  await page.getByRole("link", { name: "XLSX" }).click();
  const download = await sheet;
  expect(download.suggestedFilename()).toBe(`${team.slug}-quality-profiles.xlsx`);
  expect(
    readFileSync(await download.path())
      .subarray(0, 2)
      .toString(),
  ).toBe("PK");
});

function choose(page: Parameters<typeof answer>[0], group: string, option: string) {
  return page.getByRole("group", { name: group }).getByRole("radio", { name: option, exact: true }).check();
}
