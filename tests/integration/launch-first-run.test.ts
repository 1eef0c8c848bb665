import { beforeEach, describe, expect, test } from "vitest";
import { loadFirstRunData } from "../../src/launch/first-run.ts";
import { migrate } from "../../src/launch/migrate.ts";
import { createScratchDatabase, query } from "../support/scratch-database.ts";

describe("first-run data", () => {
  let url = "";
  let told = 0;

  beforeEach(async () => {
    url = await createScratchDatabase();
    await migrate(url);
    told = 0;
  });

  test("is told once into an empty database", async () => {
    await loadFirstRunData(url, tell);
    await loadFirstRunData(url, tell);
    expect(told).toBe(1);
    expect(await names()).toEqual(["Ada 1"]);
  });

  test("is never told into a database that somebody uses", async () => {
    await addPerson("Grace");
    await loadFirstRunData(url, tell);
    expect(told).toBe(0);
    expect(await names()).toEqual(["Grace"]);
  });

  test("that was cut short is begun again from nothing", async () => {
    await expect(loadFirstRunData(url, () => addPerson("half").then(fail))).rejects.toThrow("power cut");
    await loadFirstRunData(url, tell);
    expect(await names()).toEqual(["Ada 1"]);
    expect(await query(url, "select name from lease")).toEqual([]);
  });

  test("is told once by two programs that start together", async () => {
    await Promise.all([loadFirstRunData(url, tell), loadFirstRunData(url, tell)]);
    expect(told).toBe(1);
  });

  function tell(): Promise<void> {
    told++;
    return addPerson(`Ada ${told}`);
  }

  async function addPerson(name: string): Promise<void> {
    await query(
      url,
      `insert into "user" (id, name, email, created_at, updated_at)
       values (gen_random_uuid(), '${name}', '${name}@example.org', now(), now())`,
    );
  }

  async function names(): Promise<string[]> {
    return (await query<{ name: string }>(url, `select name from "user"`)).map(({ name }) => name);
  }
});

function fail(): never {
  throw new Error("power cut");
}
