import { recordStages } from "../support/e2e-facts.ts";
import { answer, panel } from "../support/e2e-pages.ts";
import { makeTeam } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";

test("a lead pauses a project, takes it up again, and retires it once nothing of it runs", async ({ enter }) => {
  const team = await makeTeam("Life");
  await recordStages(team, "data-selection", "data-pipeline", "model", "integration");
  const page = await enter(team.LD);
  const life = panel(page, "Life of the project");
  const dialog = page.getByRole("dialog");
  const steps = life.getByRole("list", { name: "Steps so far" }).getByRole("listitem");
  await visit(page, `${team.base}/settings`);

  await test.step("a pause takes its reason, and everybody sees it", async () => {
    await life.getByRole("button", { name: "Pause the project" }).click();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Pause the project" }).click();
    await expect(answer(page, "Reason")).toHaveAttribute("aria-invalid", "true");
    await answer(page, "Reason").fill("The warehouse moves; nobody can label before May.");
    await dialog.getByRole("button", { name: "Pause the project" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(steps.first()).toContainText("“The warehouse moves; nobody can label before May.”");
    const viewer = await enter(team.VW);
    await viewer.goto(`${team.base}/stages/business-case`);
    await expect(viewer.getByText("This project is paused")).toBeVisible();
    await expect(viewer.getByText(/nobody can label before May/).first()).toBeVisible();
    await viewer.goto(`${team.base}/settings`);
    await expect(panel(viewer, "Life of the project").getByRole("button")).toHaveCount(0);
    const start = team.PM.api.post(`${team.base}/stages/business-case/transitions`, { verb: "start" });
    await expect(start).rejects.toThrow(/paused/);
  });

  await test.step("it goes on where it stood", async () => {
    await life.getByRole("button", { name: "Take it up again" }).click();
    await answer(page, "Reason").fill("The warehouse is open again.");
    await dialog.getByRole("button", { name: "Take it up again" }).click();
    await expect(steps).toHaveCount(2);
    await page.goto(team.base);
    await expect(page.getByText("This project is paused")).toHaveCount(0);
  });

  await test.step("nothing is retired that still runs, and the page says what does", async () => {
    await page.goto(`${team.base}/settings`);
    await expect(life.getByRole("button", { name: "Retire the project" })).toHaveCount(0);
    await expect(life.getByText(/Not to be retired yet\. A deployment still runs: R1/)).toBeVisible();
    const { items } = await team.ML.api.get<{ items: { key: string; state: string }[] }>(`${team.base}/deployments`);
    for (const { key, state } of items)
      if (state === "running")
        await team.ML.api.patch(`${team.base}/deployments/${key}`, {
          state: "ended",
          endedAt: new Date().toISOString(),
        });
    await page.reload();
  });

  await test.step("retiring takes the note that the lead signs", async () => {
    await life.getByRole("button", { name: "Retire the project" }).click();
    await expectAccessible(page);
    await answer(page, "Reason").fill("The supplier's own check took its place.");
    await dialog.getByRole("button", { name: "Sign and retire" }).click();
    await expect(answer(page, "What replaces it")).toHaveAttribute("aria-invalid", "true");
    await answer(page, "What replaces it").fill("The check that the supplier runs before shipping.");
    await answer(page, "Data, models and access").fill(
      "Labels are kept for three years; models and tokens are deleted.",
    );
    await answer(page, "Who was told").fill("The three warehouses and the refunds team, on 2 March.");
    await dialog.getByRole("button", { name: "Sign and retire" }).click();
    await expect(steps.first()).toContainText("The check that the supplier runs before shipping.");
    await expect(steps.first()).toContainText(`${team.LD.name}, as lead`);
    await expectAccessible(page);
    await page.goto(`${team.base}/stages/model`);
    await expect(page.getByText("This project is retired")).toBeVisible();
  });
});
