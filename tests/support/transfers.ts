/* Whole projects as files: made, brought back and read, as the doors do it. */
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { authorize, authorizeOrg } from "#server/access.ts";
import { requestExport } from "#server/transfer/exports.ts";
import { receiveImport } from "#server/transfer/imports.ts";
import { fileOfTransfer } from "#server/transfer/limits.ts";
import { runTransfer } from "#server/transfer/run-transfer.ts";
import { writeProject } from "#server/transfer/write-project.ts";
import type { TestPerson } from "./people.ts";

/** An export that is written, and its file brought back by the same person. */
export async function exportAndBringBack(person: TestPerson, slug: string) {
  const access = await authorize(person, slug, "project.export");
  const { id } = await requestExport(access, { artefacts: true });
  await runTransfer(id, new AbortController().signal);
  const content = await readFile(fileOfTransfer(id));
  return { export: id, import: await bring(person, content), content };
}

export async function bring(person: TestPerson, content: Uint8Array): Promise<string> {
  const stream = new Blob([new Uint8Array(content)]).stream();
  return (await receiveImport(authorizeOrg(person, "project.create"), { stream, declared: null })).id;
}

/** The project as a file, without the way over a request. */
export async function fileOf(projectId: string, artefacts = true): Promise<Buffer> {
  const directory = mkdtempSync(path.join(tmpdir(), "tl-file-"));
  const file = path.join(directory, "project.zip");
  try {
    await writeProject(file, { projectId, artefacts, by: "Test", organisation: "Test" }, () => {});
    return await readFile(file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
