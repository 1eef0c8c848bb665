import { answer, BUSINESS_CASE, expectSaved, panel, statusLine } from "../support/e2e-pages.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";

test("the product manager signs in, makes a project, fills in its business case and submits it", async ({ enter }) => {
  const page = await enter(null, { expecting: /ERR_INTERNET_DISCONNECTED/ });
  await visit(page, "/sign-in");
  await page.getByRole("button", { name: /Product manager/ }).click();
  await expect(page).toHaveURL(/\/portfolio$/);

  await page.getByRole("link", { name: "New project" }).click();
  await expect(page.getByRole("heading", { name: "New project" })).toBeVisible();
  await expectAccessible(page);
  const name = `Parcel returns ${Date.now() % 100_000}`;
  await answer(page, "Name").fill(name);
  await answer(page, "Summary (optional)").fill("Honest customers get their money back at once.");
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await page.getByRole("button", { name: "Create the project" }).click();
  await expect(page.getByRole("heading", { name: "Business case", level: 2 })).toBeVisible();
  await expectAccessible(page);

  for (const [label, text] of Object.entries(BUSINESS_CASE).slice(0, 4)) await answer(page, label).fill(text);
  await expectSaved(page);
  await page.reload();
  await expect(answer(page, "Problem")).toHaveValue(BUSINESS_CASE.Problem ?? "");
  await expect(answer(page, "Intended use")).toHaveValue(BUSINESS_CASE["Intended use"] ?? "");

  await page.context().setOffline(true);
  for (const [label, text] of Object.entries(BUSINESS_CASE).slice(4)) await answer(page, label).fill(text);
  await expect(statusLine(page, /^Not saved: offline, kept on this device$/)).toBeVisible();
  await page.context().setOffline(false);
  await expectSaved(page);
  await page.reload();
  await expect(answer(page, "Benefit a month")).toHaveValue("42,000");
  await expect(answer(page, "Chance of success")).toHaveValue("70");

  await page.getByRole("radio", { name: "Go", exact: true }).check();
  await panel(page, "Checklist").getByRole("button", { name: "Problem confirmed by the business owner" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign", exact: true }).click();
  await expect(panel(page, "Gate").getByText("All is there; it can be submitted.")).toBeVisible();
  await page.getByRole("button", { name: "Submit for review" }).click();
  await expect(page.getByText("This version is in review, so that everybody signs the same words.")).toBeVisible();
  await expect(answer(page, "Problem")).not.toBeEditable();
  await expectAccessible(page);
});
