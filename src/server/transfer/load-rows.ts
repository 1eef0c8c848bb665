import { AppError } from "#domain/errors.ts";
import type { Tx } from "#server/db.ts";
import type { ArchiveReader } from "#server/transfer/archive-reader.ts";
import type { Checked } from "#server/transfer/check-project.ts";
import { rowsIn } from "#server/transfer/manifest.ts";
import type { Part } from "#server/transfer/parts.ts";

export type Loading = {
  projectId: string;
  importId: string;
  /** What the series of the file, numbered from 1, are called here. */
  series: readonly string[];
  /** Points before it are not kept any longer. */
  oldestPoint: Date;
  map: (line: string) => string;
};

const MOST_ROWS = 1_000;
/** Prisma remembers the arguments of what it did last, some dozens of batches. */
const MOST_CHARACTERS = 100_000;

/** Writes the rows of one table; columns that the file does not know get the table's defaults. */
export async function loadRows(
  tx: Tx,
  archive: ArchiveReader,
  { columns }: Checked,
  part: Part,
  loading: Loading,
): Promise<number> {
  const given = columns.get(part.table);
  if (!given) return 0;
  const sql = insertOf(part, given);
  const { projectId, importId, oldestPoint, map } = loading;
  const series = part.series ? `{${loading.series.join(",")}}` : "{}";
  let rows = 0;
  for await (const batch of batchesOf(archive.lines(rowsIn(part.table)))) {
    const first = rows + 1;
    const last = rows + batch.length;
    await tx
      .$executeRawUnsafe(sql, `[${batch.map(map).join(",")}]`, projectId, importId, oldestPoint.toISOString(), series)
      .catch((error: Error) => {
        throw refusalOf(error, `Lines ${first} to ${last} of “${rowsIn(part.table)}”`) ?? error;
      });
    rows = last;
  }
  return rows;
}

/** What the database refuses for the value itself (classes 22 and 23) is the file's fault; Prisma has it in its message. */
function refusalOf({ message }: Error, where: string): AppError | null {
  const [, said] = /Code: `2[23][0-9A-Z]{3}`\. Message: `(.+)`/.exec(message) ?? [];
  return said ? new AppError("INVALID", `${where} cannot be stored: ${said}.`) : null;
}

/** The same text for every import, so that its plan is kept. */
function insertOf(part: Part, given: readonly string[]): string {
  const forced: Record<string, string> = {
    ...(given.includes("project_id") && { project_id: ":project::uuid" }),
    ...part.forced,
  };
  const values = new Map(given.map((name) => [name, writtenAs(part, name)]));
  for (const [name, sql] of Object.entries(forced))
    values.set(name, sql.replaceAll(":project", "given.project").replaceAll(":import", "given.import"));
  const names = [...values.keys()].map((name) => `"${name}"`).join(", ");
  const kept = part.table === "metric_point" ? "where r.ts >= given.oldest" : "";
  return `with given as (
      select $2::text as project, $3::text as import, $4::timestamptz as oldest, $5::bigint[] as series)
    insert into "${part.table}" (${names}) select ${[...values.values()].join(", ")}
    from given, jsonb_populate_recordset(null::"${part.table}", $1::jsonb) as r ${kept}`;
}

function writtenAs({ series }: Part, name: string): string {
  if (series && "id" in series && series.id === name) return `given.series[r."${name}"::int]`;
  if (series && "ids" in series && series.ids === name)
    return `(select array_agg(given.series[number::int] order by number) from unnest(r."${name}") as of(number))`;
  return `r."${name}"`;
}

async function* batchesOf(lines: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  let characters = 0;
  for await (const some of lines)
    for (const line of some) {
      batch.push(line);
      characters += line.length;
      if (batch.length < MOST_ROWS && characters < MOST_CHARACTERS) continue;
      yield batch;
      batch = [];
      characters = 0;
    }
  if (batch.length > 0) yield batch;
}
