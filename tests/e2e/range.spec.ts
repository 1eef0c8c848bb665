import { answer, panel } from "../support/e2e-pages.ts";
import { makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test } from "../support/e2e-test.ts";

test("a criterion that has to stay within a range is written, refused where it contradicts itself, and shown", async ({
  enter,
}) => {
  const team = await makeTeam("Range");
  const page = await enter(team.ML);
  await page.goto(`${team.base}/criteria/new`);
  await answer(page, "Name").fill("Share sent to review");
  await page.getByRole("radio", { name: /^Operational/ }).check();
  await page.getByRole("radio", { name: "Within a range" }).check();
  await answer(page, "Target from").fill("6");
  await answer(page, "Target to").fill("4");
  await page.getByRole("button", { name: "Add criterion" }).click();
  await expect(page.getByText(/need(s)? another look\./)).toBeVisible();
  await expectAccessible(page);
  await answer(page, "Target to").fill("9");
  await answer(page, "Guardrail from (optional)").fill("3");
  await answer(page, "Guardrail to (optional)").fill("12");
  await answer(page, "Baseline").or(answer(page, "Baseline (optional)")).fill("7");
  await expect(page.getByText(/between 6.* and 9.*; alarm outside 3.* to 12/)).toBeVisible();
  await page.getByRole("button", { name: "Add criterion" }).click();
  const row = panel(page, "Success criteria").getByRole("row", { name: /Share sent to review/ });
  await expect(row).toContainText(/6.*9/);
  await expect(row).toContainText(/guardrail.*3.*12/);
});
