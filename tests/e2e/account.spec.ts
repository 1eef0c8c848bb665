import { answer } from "../support/e2e-pages.ts";
import { demoPerson, makePerson } from "../support/e2e-people.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";

test("the theme stays, and signing out ends the other sessions, then all of them", async ({ enter }) => {
  const person = await makePerson("Thea Theme");
  const page = await enter(person);
  const elsewhere = await enter(person);
  await visit(elsewhere, "/portfolio");
  await visit(page, "/profile");
  const root = page.locator("html");
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(root).toHaveAttribute("data-theme", "dark");
  await expect
    .poll(async () => (await page.context().cookies()).find(({ name }) => name === "theme")?.value)
    .toBe("dark");
  await page.reload();
  await expect(root).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("button", { name: "Dark" })).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByRole("button", { name: "Sign out everywhere else" })).toHaveCount(0);
  await elsewhere.goto("/portfolio");
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await visit(page, "/portfolio");

  const third = await enter(person);
  await visit(page, "/profile");
  await page.getByRole("button", { name: "Sign out everywhere", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  for (const left of [page, third]) {
    await left.goto("/portfolio");
    await expect(left).toHaveURL(/\/sign-in/);
  }
});

test("an administrator's one-time link gives a new password, once", async ({ enter }) => {
  const person = await makePerson("Nora New");
  const administrator = await enter(await demoPerson("Ada Stone"));
  await visit(administrator, "/people");
  await administrator.getByRole("searchbox", { name: "Name or e-mail" }).fill(person.email);
  await administrator.getByRole("button", { name: "Search" }).click();
  await administrator.getByRole("button", { name: "Actions for Nora New" }).click();
  await administrator.getByRole("menuitem", { name: /Make a password link/ }).click();
  const dialog = administrator.getByRole("dialog", { name: "Password link for Nora New" });
  await expect(dialog).toBeVisible();
  await expectAccessible(administrator);
  const link = new URL((await dialog.locator("code").textContent()) ?? "");

  const page = await enter(null);
  await visit(page, link.pathname + link.search);
  const password = "four quiet words here";
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page).toHaveURL(/\/portfolio$/);

  const again = await enter(null);
  await again.goto(link.pathname + link.search);
  await expect(again.getByLabel("New password")).toHaveCount(0);
  await expectAccessible(again);
  await again.goto("/sign-in");
  await answer(again, "E-mail").fill(person.email);
  await again.getByLabel("Password", { exact: true }).fill(password);
  await again.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(again).toHaveURL(/\/portfolio$/);
});
