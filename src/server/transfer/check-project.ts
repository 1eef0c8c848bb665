import { type AppError, invalid } from "#domain/errors.ts";
import { RETENTION_DAYS } from "#domain/metric-points.ts";
import { now } from "#server/clock.ts";
import { dayOf } from "#server/points/partitions.ts";
import { pointsPool } from "#server/points/pool.ts";
import type { ArchiveReader } from "#server/transfer/archive-reader.ts";
import { IdSet, isCanonical } from "#server/transfer/id-set.ts";
import {
  artefactIn,
  FORMAT,
  FORMAT_VERSION,
  fileIn,
  MANIFEST,
  type Manifest,
  manifestSchema,
  type NamedPerson,
  PEOPLE,
  personSchema,
  rowsIn,
} from "#server/transfer/manifest.ts";
import { PARTS, type Part, PROJECT } from "#server/transfer/parts.ts";
import { type Row, rowProblem } from "#server/transfer/row-checks.ts";
import { columnsOf } from "#server/transfer/rows.ts";

export type Checked = {
  manifest: Manifest;
  people: NamedPerson[];
  /** Ids that the rows have themselves. */
  ids: IdSet;
  columns: Map<string, string[]>;
  seriesCount: number;
  /** The days of points that are recent enough to be kept. */
  days: Set<number>;
};

const MANIFEST_BYTES = 256 * 1024;

export async function readManifest(archive: ArchiveReader): Promise<Manifest> {
  const given = json(MANIFEST, 1, (await archive.readWhole(MANIFEST, MANIFEST_BYTES)).toString("utf8"));
  const { format, formatVersion, productVersion } = given;
  if (format !== FORMAT) throw invalid(MANIFEST, "This is no project that Throughline exported.");
  if (typeof formatVersion === "number" && formatVersion > FORMAT_VERSION)
    throw invalid(
      MANIFEST,
      `The file has format ${formatVersion}, made by Throughline ${String(productVersion).slice(0, 40)}; this one reads up to ${FORMAT_VERSION}. Update this installation first.`,
    );
  const parsed = manifestSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(
    MANIFEST,
    `The manifest is damaged (${issue?.path.join(".")}: ${issue?.message}). Export the project again.`,
  );
}

export async function readPeople(archive: ArchiveReader, manifest: Manifest): Promise<NamedPerson[]> {
  const people: NamedPerson[] = [];
  for await (const lines of archive.checkedLines(PEOPLE, hashOf(manifest, PEOPLE)))
    for (const line of lines) {
      const parsed = personSchema.safeParse(json(PEOPLE, people.length + 1, line));
      if (!parsed.success) throw damaged(PEOPLE, people.length + 1, parsed.error.issues[0]?.message ?? "unreadable");
      people.push(parsed.data);
    }
  return people;
}

/** Reads everything once before anything is written: what is damaged, forged or from a later version ends here. */
export async function checkProject(archive: ArchiveReader, tell: (rows: number) => void): Promise<Checked> {
  const manifest = await readManifest(archive);
  const people = await readPeople(archive, manifest);
  const checked: Checked = {
    ...{ manifest, people, ids: new IdSet(), columns: new Map(), seriesCount: 0, days: new Set() },
  };
  const known = [PROJECT, ...PARTS];
  for (const { path } of manifest.parts)
    if (path !== PEOPLE && !known.some(({ table }) => rowsIn(table) === path))
      throw invalid(
        path,
        `This version does not know “${path.slice(0, 60)}”: the file was made by a newer one. Update first.`,
      );
  const named = new Set(people.map(({ id }) => id));
  let done = 0;
  for (const part of known) {
    const entry = manifest.parts.find(({ path }) => path === rowsIn(part.table));
    if (!entry && part !== PROJECT) continue;
    const rows = await checkPart(archive, part, checked, named, (count) => tell(done + count));
    if (rows !== entry?.rows || (part === PROJECT && rows !== 1))
      throw invalid(rowsIn(part.table), `“${rowsIn(part.table)}” does not hold the rows that the manifest counts.`);
    done += rows;
  }
  return checked;
}

async function checkPart(
  archive: ArchiveReader,
  part: Part,
  checked: Checked,
  named: ReadonlySet<string>,
  tell: (rows: number) => void,
): Promise<number> {
  const path = rowsIn(part.table);
  const types = await columnsOf(pointsPool(), part.table);
  let count = 0;
  for await (const lines of archive.checkedLines(path, hashOf(checked.manifest, path))) {
    for (const line of lines) {
      count += 1;
      const row = json(path, count, line);
      const problem =
        columnProblem(part, row, types, checked) ??
        rowProblem(part.table, row) ??
        idProblem(row, types, checked, named) ??
        seriesProblem(part, row, checked);
      if (problem) throw damaged(path, count, problem);
      if (part.table === "metric_point") noteDay(row, checked);
      else requireBytes(archive, part, row);
    }
    tell(count);
  }
  return count;
}

/** The first line says which columns there are. */
function columnProblem({ table, leaves }: Part, row: Row, types: Map<string, string>, { columns }: Checked) {
  const known = columns.get(table);
  const given = Object.keys(row);
  if (known) return known.join() === given.join() ? null : "it has other parts than the first line";
  const strange = given.find((name) => !types.has(name) || leaves?.includes(name));
  if (strange) return `this version does not know “${strange.slice(0, 60)}”; update it first`;
  columns.set(table, given);
  return null;
}

/** Ids lead nowhere but within the file: else a row could be hung into another project of this installation. */
function idProblem(row: Row, types: Map<string, string>, checked: Checked, named: ReadonlySet<string>): string | null {
  for (const [name, value] of Object.entries(row)) {
    if (types.get(name) !== "uuid" || value === null) continue;
    const problem = leadsAstray(name, String(value), checked, named);
    if (problem) return problem;
  }
  return null;
}

function leadsAstray(name: string, id: string, { manifest, ids }: Checked, named: ReadonlySet<string>): string | null {
  // the database would read it as an id that is ours to turn, and that we would have left as it is
  if (!isCanonical(id)) return `${name} is not written as ids are`;
  if (name === "project_id") return id === manifest.project.id ? null : "it belongs to another project";
  if (name !== "id") return ids.has(id) || named.has(id) ? null : `${name} leads to something that is not in the file`;
  return ids.add(id) ? null : "its id is there twice";
}

function seriesProblem({ table, series }: Part, row: Row, checked: Checked): string | null {
  if (!series) return null;
  if (table === "series") return row.id === ++checked.seriesCount ? null : "series are not numbered from 1";
  const numbers = "ids" in series ? row[series.ids] : [row[series.id]];
  const all: unknown[] = Array.isArray(numbers) ? numbers : [];
  const fits = (number: unknown) =>
    number === null || (Number.isInteger(number) && Number(number) >= 1 && Number(number) <= checked.seriesCount);
  return all.every(fits) ? null : "it belongs to a series that is not in the file";
}

const DAY_MS = 86_400_000;

function noteDay({ ts }: Row, { days }: Checked): void {
  const [time, present] = [Date.parse(String(ts)), now().getTime()];
  if (!(time <= present + DAY_MS)) throw damaged(rowsIn("metric_point"), 0, "a point lies in the future");
  if (time >= present - RETENTION_DAYS * DAY_MS) days.add(dayOf(time));
}

/** What a row says is kept has to be in the file. */
function requireBytes(archive: ArchiveReader, { table }: Part, { sha256 }: Row): void {
  const path = table === "stored_file" ? fileIn(String(sha256)) : artefactIn(String(sha256));
  if (table !== "stored_file" && table !== "mlflow_artefact") return;
  if (!archive.has(path)) throw invalid(path, `A file that the project keeps is missing (${path}). Export it again.`);
}

function hashOf({ parts }: Manifest, path: string): string {
  const entry = parts.find((part) => part.path === path);
  if (!entry) throw invalid(MANIFEST, `The manifest does not name “${path}”. Export the project again.`);
  return entry.sha256;
}

function json(path: string, line: number, text: string): Row {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {}
  throw damaged(path, line, "it is no JSON object");
}

function damaged(path: string, line: number, because: string): AppError {
  return invalid(path, `Line ${line} of “${path}”: ${because}.`);
}
