import { makePerson, makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";

const NOTHING_HERE = { expecting: /status of 404/ };

test("who is not a member finds nothing, on any page of the project", async ({ enter }) => {
  const team = await makeTeam("Hidden");
  const page = await enter(await makePerson("Otto Outside"), NOTHING_HERE);
  for (const path of ["", "/stages/business-case", "/monitoring", "/members"]) {
    const answer = await page.goto(`${team.base}${path}`);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
    await expect(page.getByText(team.name)).toHaveCount(0);
  }
  await expectAccessible(page);
});

test("who is signed out goes to sign-in, and comes back to where they wanted to go", async ({ enter }) => {
  const page = await enter(null);
  await page.goto("/alerts?show=resolved");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expectAccessible(page);
  await page.getByRole("button", { name: /Viewer/ }).click();
  await expect(page).toHaveURL(/\/alerts\?show=resolved$/);
  await visit(page, "/portfolio");
});
