import { answer } from "../support/e2e-pages.ts";
import { makePerson, makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";
import { submitBusinessCase } from "../support/e2e-work.ts";

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

test("a viewer reads the stage, cannot edit it, and is told who can", async ({ enter }) => {
  const team = await makeTeam("Viewed");
  await submitBusinessCase(team);
  const page = await enter(team.VW);
  await visit(page, `${team.base}/stages/business-case`);
  await expect(
    page.getByText("You can read this project. A product manager, an ML engineer or a lead can edit this stage."),
  ).toBeVisible();
  await expect(answer(page, "Problem")).not.toBeEditable();
  await expect(page.getByRole("radio", { name: "Go", exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: /^(Sign off|Submit for review|Withdraw|More)$/ })).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "Comment" })).toHaveCount(0);

  await page.goto(`${team.base}/members`);
  await expect(page.getByText("Changing members takes a lead")).toBeVisible();
  await page.goto(`${team.base}/settings`);
  await expect(page.getByText(/Its settings are changed by a product manager or a lead/)).toBeVisible();
  const refused = await page.request.put(`/api/v1${team.base}/stages/business-case`, {
    headers: { authorization: `Bearer ${team.VW.token}` },
    data: { version: 1, document: {} },
  });
  expect(refused.status()).toBe(403);
  expect((await refused.json()).detail).toContain("product manager");
});
