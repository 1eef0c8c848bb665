import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerApi } from "#launch/machine-door.ts";
import { authorize } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { getFact, listFacts } from "#server/facts.ts";
import { getInbound, listInbound } from "#server/inbound-log.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { serviceToken } from "../support/api.ts";
import { makeTeam } from "../support/people.ts";
import { keptPython, runPython } from "../support/python.ts";

/* The real clients, as engineers run them, against our own server: nothing of ours on their side. */

const PACKAGES = ["openlineage-python", "evidently", "pandas<3"];
const RUN = "019cf0a2-1111-7000-8000-000000000001";
const FAILED = "019cf0a2-1111-7000-8000-000000000002";

const python = await keptPython("The clients of OpenLineage and Evidently are", PACKAGES);

let server: Server;
let origin: string;
let team: Awaited<ReturnType<typeof makeTeam>>;
let token: string;

beforeAll(async () => {
  team = await makeTeam();
  token = await serviceToken(team.people.LD, team.project.slug, ["ingest"]);
  server = createServer((request, response) => void answerApi(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await closePointsPool();
  await disconnect();
});

const reading = () => authorize(team.people.ML, team.project.slug, "project.read");

describe("openlineage-python", () => {
  test.skipIf(!python)(
    "out of order and repeated: runs, lineage and checks of stage 5",
    { timeout: 120_000 },
    async () => {
      const script = "tests/fixtures/wire/clients/openlineage_client.py";
      const env = { OPENLINEAGE_URL: `${origin}/api/openlineage/${team.project.slug}/`, OPENLINEAGE_API_KEY: token };
      expect(await runPython(python ?? "", [script, RUN, FAILED], env)).toContain("sent");
      const access = await reading();
      const run = await getFact(access, factKindOf("pipeline-runs"), RUN);
      expect(run.data).toMatchObject({
        ...{ pipeline: "warehouse:load_orders", status: "succeeded", rowsOut: 120 },
        ...{ startedAt: "2026-03-16T09:00:00.000Z", endedAt: "2026-03-16T09:05:00.000Z" },
        checks: [
          { column: "order_id", rule: "not_null", blocking: true, passed: true },
          { column: "raw", rule: "fresh", blocking: false, passed: false },
        ],
      });
      const version = await getFact(access, factKindOf("dataset-versions"), "warehouse:orders@42");
      expect(version.data).toMatchObject({ state: "draft", rows: 120, pipelineRun: RUN, datasets: ["warehouse:raw"] });
      expect((await getFact(access, factKindOf("pipeline-runs"), FAILED)).data).toMatchObject({ status: "failed" });
      const { items } = await listInbound(access, { format: "openlineage" });
      expect(items.map(({ outcome }) => outcome)).toEqual(["kept", "kept", "kept", "kept"]);
      expect(items.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(1);
      expect(items.map(({ about }) => about)).toContain("FAIL of load_orders: Table is locked");
    },
  );
});

describe("Evidently's RemoteWorkspace", () => {
  test.skipIf(!python)("uploads a report: a p-value and a distance stay apart", { timeout: 240_000 }, async () => {
    const id = await runPython(python ?? "", ["tests/fixtures/wire/clients/evidently_client.py", origin, token]);
    const access = await reading();
    expect(await getInbound(access, id.split("\n").at(-1) ?? "")).toMatchObject({
      format: "evidently",
      outcome: "kept",
    });
    const { items } = await listFacts(access, factKindOf("drift-verdicts"));
    const said = items.map(({ data }) => [data.feature, data.measure, data.drifted]);
    expect(said).toContainEqual(["age", "p_value", true]);
    expect(said).toContainEqual(["sex", "p_value", false]);
    expect(said).toContainEqual(["amount", "distance", false]);
    expect(said).toContainEqual(["All columns", "share", false]);
    const series = await db.series.findMany({
      where: { projectId: team.project.id, name: { startsWith: "evidently.drift." } },
    });
    const columns = (name: string) => series.filter((each) => each.name === name).map(({ labels }) => labels);
    expect(columns("evidently.drift.distance")).toEqual([expect.objectContaining({ column: "amount" })]);
    expect(columns("evidently.drift.p_value")).not.toContainEqual(expect.objectContaining({ method: "psi" }));
  });
});
