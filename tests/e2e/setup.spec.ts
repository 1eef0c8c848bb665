import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { answer } from "../support/e2e-pages.ts";
import { databaseUrl, withDatabase } from "../support/e2e-server.ts";
import { expect, expectAccessible, test, visit } from "../support/e2e-test.ts";
import { startProgram } from "../support/program.ts";

test("an empty installation asks for its first administrator, and then for nobody else", async ({ enter }) => {
  const name = `setup_${randomUUID().slice(0, 8)}`;
  await withDatabase((client) => client.query(`create database ${name}`));
  const directory = await mkdtemp(path.join(tmpdir(), "tl-setup-"));
  const url = new URL(databaseUrl());
  url.pathname = `/${name}`;
  const program = await startProgram({
    DATABASE_URL: url.href,
    THROUGHLINE_DATA_DIR: directory,
    THROUGHLINE_DEMO: "0",
    THROUGHLINE_ADMIN_TOKEN: "",
  });
  try {
    const page = await enter(null);
    await page.goto(`${program.url}/portfolio`);
    await expect(page).toHaveURL(/\/setup$/);
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await answer(page, "Name of the organisation").fill("Parcel Return Works");
    await answer(page, "Your name").fill("Ada First");
    await answer(page, "Your e-mail").fill("ada@example.org");
    await page.getByLabel("Password", { exact: true }).fill("four quiet words here");
    await page.getByRole("button", { name: "Set up Throughline" }).click();
    await expect(page.getByText("Follow your first project")).toBeVisible();
    await expectAccessible(page);

    const other = await enter(null);
    await other.goto(`${program.url}/setup`);
    await expect(other).not.toHaveURL(/\/setup$/);
    await visit(other, `${program.url}/sign-in`);
  } finally {
    program.child.kill("SIGTERM");
    await program.ended;
    await rm(directory, { recursive: true, force: true });
    await withDatabase((client) => client.query(`drop database ${name} with (force)`));
  }
});
