import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Program, startProgram } from "../support/program.ts";
import { examplePython, runExample } from "../support/python.ts";

const TOKEN = "example-tests-only-0123456789-abcdefghijkl";

const directory = await mkdtemp(path.join(tmpdir(), "tl-example-"));
const python = await examplePython();

/* The example as a newcomer runs it: a Python of its own, the whole program on an empty database. The browser sees the
   same outcome in the journeys. */
describe("docs/examples/train_and_report.py", () => {
  let program: Program;
  let output = "";
  let slug = "";

  beforeAll(async () => {
    if (!python) return;
    program = await startProgram({
      THROUGHLINE_DATA_DIR: path.join(directory, "data"),
      THROUGHLINE_DEMO: "0",
      THROUGHLINE_ADMIN_TOKEN: TOKEN,
    });
    output = await runExample(python, program.url, TOKEN);
    slug = /projects\/(meter-reading-\w+)/.exec(output)?.[1] ?? "";
  }, 400_000);

  afterAll(async () => {
    program?.child.kill("SIGTERM");
    await program?.ended;
    await rm(directory, { recursive: true, force: true });
  });

  test.skipIf(!python)("ends with the criterion breached by the model's own scores", async () => {
    const criterion = await get("/criteria/accuracy");
    expect(criterion).toMatchObject({ state: "breached", samples: 420 });
    expect(criterion.value).toBeLessThan(0.9);
    expect(output).toContain("criterion accuracy: breached");
  });

  test.skipIf(!python)("has one open alert for it", async () => {
    const { items } = await get("/alerts?state=open&kind=criterion");
    const mine = items.filter((alert: { criterion: string }) => alert.criterion === "accuracy");
    expect(mine).toHaveLength(1);
    expect(mine[0]).toMatchObject({ severity: "warning", occurrences: 1, title: "Digits read right is breached" });
  });

  test.skipIf(!python)("has walked the stages, and monitoring is flagged by a rule", async () => {
    const { stages } = await get("");
    const states = Object.fromEntries(stages.map(({ key, state }: { key: string; state: string }) => [key, state]));
    expect(states).toMatchObject({
      "success-criteria": "done",
      "data-selection": "done",
      "data-bias": "not_applicable",
      "data-pipeline": "done",
      model: "done",
      integration: "done",
      "solution-bias": "not_applicable",
      monitoring: "needs_attention",
    });
    const { items } = await get("/activity?stage=monitoring");
    expect(JSON.stringify(items)).toContain("B9.1");
  });

  test.skipIf(!python)("nobody signed their own work", async () => {
    for (const key of ["business-case", "success-criteria", "data-selection", "model", "integration", "monitoring"]) {
      const { savedBy, signOffs } = await get(`/stages/${key}`);
      const signers = new Set(signOffs.map(({ name }: { name: string }) => name));
      expect({ key, signers: [...signers] }).toEqual({ key, signers: ["Clara Lead"] });
      expect(savedBy).not.toBe("Clara Lead");
    }
  });

  /** Guarantee: the API's JSON is read in this test only, which says what it expects of it. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by expectations, not by types
  async function get(at: string): Promise<any> {
    const address = `${program.url}/api/v1/projects/${slug}${at}`;
    const answer = await fetch(address, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(answer.status).toBe(200);
    return answer.json();
  }
});
