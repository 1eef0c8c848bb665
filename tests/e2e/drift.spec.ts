import { readFileSync } from "node:fs";
import { makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";

const WEEKS = 30;
const WEEK_MS = 7 * 86_400_000;

test("the picture of drift goes back twelve weeks, half a year or a year; its table and file follow, also on a phone", async ({
  enter,
}) => {
  const team = await makeTeam("Drift");
  const newest = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  await team.ML.api.post(`${team.base}/drift-references`, {
    ...{ key: "amount", feature: "amount", kind: "categorical", counts: [500, 500] },
    takenAt: new Date(newest - 60 * WEEK_MS).toISOString(),
  });
  await team.ML.api.post(`${team.base}/drift-results/bulk`, {
    items: Array.from({ length: WEEKS }, (_, week) => ({
      ...{ key: `w${week}`, reference: "amount", counts: week < 2 ? [150, 850] : [500, 500] },
      windowEnd: new Date(newest - week * WEEK_MS).toISOString(),
    })),
  });
  const page = await enter(team.VW, { width: 390 });
  const picture = page.getByRole("region", { name: "Drift", exact: true });
  const cells = picture
    .getByRole("row", { name: /^amount/ })
    .first()
    .getByRole("cell");
  const choice = picture.getByRole("navigation", { name: "Weeks of drift" });

  await visit(page, `${team.base}/stages/monitoring`);
  await expect(cells).toHaveCount(12);
  await expect(cells.last()).toContainText("drift");
  await expect(picture.getByText("1 of 1 features drift: amount (2 windows in a row).")).toBeVisible();
  await choice.getByRole("link", { name: "26 weeks" }).click();
  await expect(page).toHaveURL(/weeks=26$/);
  await expect(cells).toHaveCount(26);
  await choice.getByRole("link", { name: "52 weeks" }).click();
  await expect(cells).toHaveCount(WEEKS);
  await expect(choice.getByRole("link", { name: "52 weeks" })).toHaveAttribute("aria-current", "true");
  await expect(cells.last()).toBeInViewport();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await expectAccessible(page);

  await picture.getByText("Table", { exact: true }).click();
  const twin = picture.getByRole("region", { name: "Drift, as a table" });
  await expect(twin.getByRole("row")).toHaveCount(WEEKS + 1);
  const download = page.waitForEvent("download");
  await picture.getByRole("link", { name: "CSV of Drift" }).click();
  expect(
    readFileSync(await (await download).path(), "utf8")
      .trim()
      .split("\r\n"),
  ).toHaveLength(WEEKS + 1);
  await page.goto(`${team.base}/stages/monitoring?weeks=12`);
  const file = await page.request.get(
    (await picture.getByRole("link", { name: "CSV of Drift" }).getAttribute("href")) ?? "",
  );
  expect((await file.text()).trim().split("\r\n")).toHaveLength(13);
  await cells.last().getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Drift of amount" })).toBeVisible();
});
