import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { at, now } from "#server/clock.ts";
import { connect, db } from "#server/db.ts";
import { gateOf } from "#server/gates.ts";
import { loadProjectRecord } from "#server/project-record.ts";
import { computeSummary } from "#server/summary.ts";
import { openArchiveReader } from "#server/transfer/archive-reader.ts";
import { checkProject } from "#server/transfer/check-project.ts";
import { loadProject } from "#server/transfer/load-project.ts";
import { writeProject } from "#server/transfer/write-project.ts";
import { STAGES } from "#stages/registry.ts";
import { contentOf } from "../support/archives.ts";
import { useDemo } from "../support/demo.ts";

/* Out and in again, with everything that the demo holds. */

const directory = mkdtempSync(path.join(tmpdir(), "tl-transfer-"));
let lead: { kind: "person"; userId: string; name: string; isAdmin: boolean };

beforeAll(async () => {
  await useDemo();
  const { id, name } = await db.user.findFirstOrThrow({ where: { email: "henrik.vos@demo.throughline.local" } });
  lead = { kind: "person", userId: id, name, isAdmin: false };
}, 400_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.each(["card", "read", "shelf"])("%s", (slug) => {
  test("comes back as it went, and counts the same", async () => {
    const original = await authorize(lead, slug, "project.read");
    const out = path.join(directory, `${slug}.zip`);
    await write(original.projectId, out);
    const made = await read(out);
    const copy = await authorize(lead, made, "project.read");
    const back = path.join(directory, `${slug}-back.zip`);
    await write(copy.projectId, back);

    const [before, after] = [await contentOf(out), await contentOf(back)];
    const project = after["rows/project.ndjson"] ?? [];
    after["rows/project.ndjson"] = project.map((line) => line.replace(`"slug": "${made}"`, `"slug": "${slug}"`));
    const audit = after["rows/audit_event.ndjson"] ?? [];
    expect(audit.pop()).toContain('"action": "project.import"');
    for (const [part, lines] of Object.entries(before)) {
      expect(after[part]?.length, part).toBe(lines.length);
      expect(after[part], part).toEqual(lines);
    }

    // one moment for both, since health knows what is late
    const [was, is] = await at(now(), async () => [await figures(original.projectId), await figures(copy.projectId)]);
    expect(is).toEqual(was);
    expect(await db.projectSummary.findUnique({ where: { projectId: copy.projectId } })).toMatchObject({ slug: made });
  }, 120_000);
});

/** The row of the portfolio, and what each gate says. */
async function figures(projectId: string) {
  const { projectId: _, slug: __, ...summary } = await computeSummary(db, projectId);
  const record = await loadProjectRecord(db, projectId);
  return { summary, gates: STAGES.map((stage) => gateOf(record, stage)) };
}

function write(projectId: string, file: string) {
  return writeProject(file, { projectId, artefacts: true, by: lead.name, organisation: "Demo" }, () => {});
}

async function read(file: string): Promise<string> {
  const archive = await openArchiveReader(file);
  try {
    const checked = await checkProject(archive, () => {});
    const { id } = await connect().projectTransfer.create({
      data: { direction: "in", state: "running", createdById: lead.userId, createdByName: lead.name, createdAt: now() },
    });
    return await loadProject(archive, checked, { id, actor: lead, sha256: "0".repeat(64), wishes: {} }, () => {});
  } finally {
    archive.close();
  }
}
