import { answer, panel } from "../support/e2e-pages.ts";
import { makeTeam, readStage } from "../support/e2e-people.ts";
import { expect, expectAccessible, test } from "../support/e2e-test.ts";

const RUN_ITEM = "Contract checks run on every load";

test("a run proves an item; the proof goes, the tick goes, and a lead accepts that it does not apply", async ({
  enter,
}) => {
  const team = await makeTeam("Evidence");
  const address = `${team.base}/stages/data-pipeline`;
  const page = await enter(team.ML);
  await page.goto(address);
  const checklist = panel(page, "Checklist");
  const item = checklist.getByRole("listitem").filter({ has: page.getByRole("button", { name: RUN_ITEM }) });
  const dialog = page.getByRole("dialog");
  const open = () => item.getByRole("button", { name: RUN_ITEM }).click();
  const stored = async () => (await readStage(team, "data-pipeline")).checklist.find(({ label }) => label === RUN_ITEM);

  await test.step("a run with its result", async () => {
    await open();
    await dialog.getByRole("button", { name: "Tick with this evidence" }).click();
    await expect(dialog.getByText("Add a run as evidence; that is what proves this item.")).toBeVisible();
    await answer(page, "Address of the run (optional)").fill("https://ci.example.org/runs/212");
    await answer(page, "Result (optional)").fill("passed, 212 of 212");
    await answer(page, "What it is (optional)").fill("Nightly load");
    await dialog.getByRole("button", { name: "Tick with this evidence" }).click();
    await expect(item.getByRole("link", { name: "Nightly load" })).toBeVisible();
    await expect(item).toContainText("passed, 212 of 212");
    await expect(item.getByRole("img", { name: "Done" })).toBeVisible();
  });

  await test.step("without its proof the tick is not enough, and goes", async () => {
    await item.getByRole("button", { name: "Remove Nightly load" }).click();
    await dialog.getByRole("button", { name: "Remove evidence" }).click();
    await expect(item).toContainText("Ticked, but without a run.");
    await open();
    await dialog.getByRole("button", { name: "Open again" }).click();
    await expect(item).not.toContainText("Ticked");
    expect((await stored())?.state).toBe("open");
  });

  await test.step("does not apply: the engineer says why, a lead accepts it", async () => {
    await open();
    await dialog.getByRole("button", { name: "Does not apply here" }).click();
    await answer(page, "Why it does not apply").fill("The data is one file that never changes.");
    await dialog.getByRole("button", { name: "Does not apply", exact: true }).click();
    await expect(item).toContainText("awaiting a lead’s approval: The data is one file that never changes.");
    await open();
    await expect(dialog.getByRole("button", { name: "Accept the reason" })).toHaveCount(0);

    const lead = await enter(team.LD);
    await lead.goto(address);
    await lead.getByRole("button", { name: RUN_ITEM }).click();
    await expect(lead.getByRole("dialog")).toContainText("Written by Max Model.");
    await expectAccessible(lead);
    await lead.getByRole("button", { name: "Accept the reason" }).click();
    const accepted = panel(lead, "Checklist").getByRole("listitem").filter({ hasText: RUN_ITEM });
    await expect(accepted.getByRole("img", { name: "Does not apply" })).toBeVisible();
    await expect(accepted).toContainText("Not applicable: The data is one file that never changes.");
  });
});
