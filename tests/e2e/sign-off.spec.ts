import { panel } from "../support/e2e-pages.ts";
import { makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";
import { submitBusinessCase } from "../support/e2e-work.ts";

test("the lead finds a submitted stage in the inbox, signs it, and it is done everywhere", async ({ enter }) => {
  const team = await makeTeam("Sign-off");
  await submitBusinessCase(team);
  const page = await enter(team.LD);

  await visit(page, "/inbox");
  const decisions = panel(page, "Waiting for your decision");
  await expect(decisions.getByRole("listitem").filter({ hasText: team.name })).toBeVisible();
  await decisions.getByRole("link", { name: "Sign off “Business case”" }).click();
  await expect(page.getByRole("heading", { name: "Business case", level: 2 })).toBeVisible();
  await expect(panel(page, "Gate").getByText("All is there; it waits for signatures.")).toBeVisible();

  await page.getByRole("button", { name: "Sign off" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Your name, your role and this version are recorded.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("textbox", { name: /Remark/ }).fill("The value is plain.");
  await dialog.getByRole("button", { name: "Sign off" }).click();
  await expect(page.getByText("Signed off. The stage is done.")).toBeVisible();
  await expect(page.getByText("This stage is done and signed.")).toBeVisible();

  await page.goto(team.base);
  await expect(
    page.getByRole("link", { name: /Business case/ }).and(page.getByRole("link", { name: /Done/ })),
  ).toBeVisible();
  await page.goto("/portfolio");
  const row = page.getByRole("row").filter({ hasText: team.name });
  await expect(row.getByRole("img", { name: "Business case: done" })).toBeVisible();
  await page.goto("/inbox");
  await expect(page.getByText("Nothing waits for you")).toBeVisible();

  await page.goto(`${team.base}/activity`);
  await expect(page.getByText(/Lea Lead approved “Business case”/i).first()).toBeVisible();
  await expectAccessible(page);
});
