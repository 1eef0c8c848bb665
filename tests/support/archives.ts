import { openArchiveReader } from "#server/transfer/archive-reader.ts";
import { PEOPLE, rowsIn } from "#server/transfer/manifest.ts";
import { PARTS, PROJECT } from "#server/transfer/parts.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What a file of a project holds, with every id called by the place at which it is met first. */
export async function contentOf(file: string): Promise<Record<string, string[]>> {
  const archive = await openArchiveReader(file);
  const names = new Map<string, string>();
  const named = (id: string) => {
    const name = names.get(id) ?? `#${names.size}`;
    names.set(id, name);
    return name;
  };
  const content: Record<string, string[]> = {};
  for (const path of [...[PROJECT, ...PARTS].map(({ table }) => rowsIn(table)), PEOPLE]) {
    const lines: string[] = [];
    if (archive.has(path))
      for await (const some of archive.lines(path)) lines.push(...some.map((line) => line.replace(UUID, named)));
    content[path] = path === PEOPLE ? lines.sort() : lines;
  }
  archive.close();
  return content;
}
