import { makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";

test("a project is archived, taken back, deleted, and brought back from the trash", async ({ enter }) => {
  const team = await makeTeam("Fate");
  const page = await enter(team.LD, { expecting: /status of 404/ });
  const row = page.getByRole("row").filter({ hasText: team.name });
  await visit(page, `${team.base}/settings`);

  await page.getByRole("button", { name: "Archive the project" }).click();
  await expect(page.getByRole("button", { name: "Take out of the archive" })).toBeVisible();
  await page.goto(`${team.base}/stages/business-case`);
  await expect(page.getByText("The project is archived, so nothing in it changes.")).toBeVisible();
  await page.goto("/portfolio");
  await expect(page.getByRole("heading", { name: "Portfolio" })).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.goto(`${team.base}/settings`);
  await page.getByRole("button", { name: "Take out of the archive" }).click();
  await expect(page.getByRole("button", { name: "Archive the project" })).toBeVisible();

  await page.getByRole("button", { name: "Delete the project" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Delete the project" }).click();
  await expect(page).toHaveURL(/\/trash$/);
  await expectAccessible(page);
  const gone = await enter(team.PM, { expecting: /status of 404/ });
  await gone.goto(team.base);
  await expect(gone.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();

  await page.getByRole("listitem").filter({ hasText: team.name }).getByRole("button", { name: "Bring back" }).click();
  await expect(page.getByText(`“${team.name}” is back`)).toBeVisible();
  await page.goto("/portfolio");
  await expect(row).toBeVisible();
});
