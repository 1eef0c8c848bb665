import type { Locator, Page } from "@playwright/test";
import { answer, BUSINESS_CASE, expectSaved, panel } from "../support/e2e-pages.ts";
import { makePerson } from "../support/e2e-people.ts";
import { expect, test } from "../support/e2e-test.ts";

test("a project is made, its business case filled in and submitted with the keyboard alone", async ({ enter }) => {
  const page = await enter(await makePerson("Kay Board"));
  await page.goto("/portfolio");
  await press(page, page.getByRole("link", { name: "New project" }).first());

  await reach(page, answer(page, "Name"));
  await page.keyboard.type(`Keyboard ${Date.now() % 100_000}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Business case", level: 2 })).toBeVisible();

  for (const [label, text] of Object.entries(BUSINESS_CASE)) {
    await reach(page, answer(page, label));
    await page.keyboard.type(text);
  }
  await reach(page, page.getByRole("radio", { name: "Go", exact: true }));
  await page.keyboard.press("Space");
  await expectSaved(page);

  await press(page, panel(page, "Checklist").getByRole("button", { name: "Problem confirmed by the business owner" }));
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await press(page, dialog.getByRole("button", { name: "Sign", exact: true }));
  await expect(panel(page, "Gate").getByText("All is there; it can be submitted.")).toBeVisible();
  await press(page, page.getByRole("button", { name: "Submit for review" }));
  await expect(page.getByText("This version is in review, so that everybody signs the same words.")).toBeVisible();
});

async function press(page: Page, control: Locator): Promise<void> {
  await reach(page, control);
  await page.keyboard.press("Enter");
}

/** Tab until it has the focus. More stops than this are too many for anybody. */
async function reach(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  const isThere = () => control.evaluate((element) => element === document.activeElement);
  for (let stops = 0; stops < 120; stops++) {
    if (await isThere()) return;
    await page.keyboard.press("Tab");
  }
  expect(await isThere(), `Tab never reached ${control}`).toBe(true);
}
