import { panel } from "../support/e2e-pages.ts";
import { demoPerson } from "../support/e2e-people.ts";
import { ADMIN_TOKEN } from "../support/e2e-server.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";
import { examplePython, runExample } from "../support/python.ts";

test("what the example script did stands on the project page, in the chart and among the alerts", async ({
  enter,
  baseURL,
}) => {
  test.setTimeout(400_000);
  const python = await examplePython();
  test.skip(!python, "there is no Python with pip on this machine");
  const output = await runExample(python ?? "", baseURL ?? "", ADMIN_TOKEN);
  const slug = /projects\/(meter-reading-\w+)/.exec(output)?.[1] ?? "";
  const page = await enter(await demoPerson("Ada Stone"));

  await visit(page, `/projects/${slug}`);
  await expect(panel(page, "Success criteria").getByRole("row", { name: /Digits read right/ })).toContainText(
    "Breached",
  );
  await expect(page.getByRole("link", { name: /^Needs attention: Monitoring/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Done: Model/ })).toBeVisible();

  await page.goto(`/projects/${slug}/monitoring?range=1y`);
  await expect(page.getByRole("heading", { name: "Digits read right" })).toBeVisible();
  await expect(page.getByText(/^breached for/).first()).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/projects/${slug}/stages/monitoring`);
  await expect(page.getByText(/breached: .*“Digits read right”/).first()).toBeVisible();
  await page.goto("/alerts");
  await expect(page.getByRole("link", { name: "Digits read right is breached" }).first()).toBeVisible();
});
