import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";

/* The import law: app, api → stage face (.tsx) → server → wire → stage law (.ts) → domain. `launch` is imported by nobody. */

type Room =
  | "domain"
  | "law"
  | "wire"
  | "face"
  | "server"
  | "api"
  | "components"
  | "app"
  | "lib"
  | "launch"
  | "generated";
/** `rooms`: what may be imported beside the room itself. `packages`: from npm and Node; "any" but `PROTECTED`. */
type Law = { rooms: readonly Room[]; typesOnly?: readonly Room[]; packages: "any" | readonly string[]; prisma?: true };

const ROOMS: Record<Room, Law> = {
  domain: { rooms: [], packages: ["zod"] },
  law: { rooms: ["domain"], packages: ["zod"] },
  wire: { rooms: ["domain", "law", "lib"], packages: ["zod", "@bufbuild/protobuf/wire", "@rgrove/parse-xml"] },
  face: { rooms: ["law", "domain", "components", "lib", "server"], packages: "any" },
  server: { rooms: ["domain", "law", "wire", "lib", "generated"], packages: "any", prisma: true },
  api: { rooms: ["domain", "law", "wire", "server", "lib"], packages: "any" },
  components: { rooms: ["lib"], typesOnly: ["domain"], packages: "any" },
  app: { rooms: ["face", "law", "wire", "domain", "server", "api", "components", "lib"], packages: "any" },
  lib: { rooms: [], packages: "any" },
  launch: { rooms: ["api", "server", "domain", "lib"], packages: "any", prisma: true },
  generated: { rooms: [], packages: "any", prisma: true },
};
/** Reading and writing without a proof: for the server's own files, and for the rooms whose law says `prisma`. */
const PROTECTED = /^(pg|@prisma\/.*|#server\/(db|mutate)\.ts)$/;

/** Its words may be used where otherwise only the domain's types may: a legend has to say them. */
const WORDS = "#domain/vocabulary.ts";

const SOURCES = globSync("src/**/*.{ts,tsx}")
  .filter((file) => !file.startsWith("src/generated/"))
  .map((file) => [file, readFileSync(file, "utf8")] as const);

test("every import follows the arrow between the rooms", () => {
  expect(SOURCES.length).toBeGreaterThan(20);
  expect(SOURCES.flatMap(([file, source]) => violations(file, source))).toEqual([]);
});

test.each([
  ["src/domain/gate.ts", 'import { db } from "#server/db.ts"', "domain may not import #server/db.ts"],
  ["src/domain/gate.ts", 'import { randomUUID } from "node:crypto"', "domain may not import node:crypto"],
  ["src/domain/gate.ts", 'export { z } from "lodash"', "domain may not import lodash"],
  ["src/stages/model/stage.ts", 'import { Panel } from "./panel.tsx"', "law may not import ./panel.tsx"],
  [
    "src/stages/model/stage.ts",
    'const x = await import("../../server/db.ts")',
    "law may not import ../../server/db.ts",
  ],
  ["src/wire/keys.ts", 'import { receive } from "#server/inbound.ts"', "wire may not import #server/inbound.ts"],
  ["src/wire/keys.ts", 'import { hash } from "node:crypto"', "wire may not import node:crypto"],
  [
    "src/components/ui/button.tsx",
    'import { can } from "#domain/permissions.ts"',
    "components may import only types of #domain/permissions.ts",
  ],
  ["src/app/page.tsx", 'import { db } from "#server/db.ts"', "app may not import #server/db.ts"],
  ["src/api/v1/projects.ts", 'import pg from "pg"', "api may not import pg"],
  ["src/app/page.tsx", 'import "#launch/start.ts"', "app may not import #launch/start.ts"],
  ["src/server/db.ts", 'import { x } from "#app/page.tsx"', "server may not import #app/page.tsx"],
  ["src/lib/format.ts", 'import { x } from "#domain/errors"', "lib may not import #domain/errors"],
])("a planted violation in %s is named: %s", (file, source, sentence) => {
  expect(violations(file, source)).toEqual([`${file}: ${sentence}`]);
});

test("no file needs itself on the way round, not even for a type", () => {
  expect(circles(SOURCES)).toEqual([]);
});

test("a planted circle is named once, by its files", () => {
  const planted = [
    ["src/lib/a.ts", 'import { b } from "#lib/b.ts"'],
    ["src/lib/b.ts", 'import type { C } from "./c.ts"'],
    ["src/lib/c.ts", 'import { a } from "#lib/a.ts"'],
    ["src/lib/d.ts", 'import { a } from "#lib/a.ts"'],
  ] as const;
  expect(circles(planted)).toEqual([["src/lib/a.ts", "src/lib/b.ts", "src/lib/c.ts"]]);
});

test("a file holds one idea: at most 250 lines", () => {
  expect(SOURCES.filter(([, source]) => source.split("\n").length > 251).map(([file]) => file)).toEqual([]);
});

test("only the framework's files have default exports", () => {
  const found = SOURCES.filter(([file, source]) => !file.startsWith("src/app/") && /^export default /m.test(source));
  expect(found.map(([file]) => file)).toEqual([]);
});

test("there are no barrels: a file says something itself", () => {
  const barrels = SOURCES.filter(([file, source]) => {
    const statements = source.split(/;\s*\n/).filter((statement) => statement.trim());
    return /\/index\.tsx?$/.test(file) || statements.every((statement) => /^\s*export [^;]* from "/.test(statement));
  });
  expect(barrels.map(([file]) => file)).toEqual([]);
});

function violations(file: string, source: string): string[] {
  const room = roomOf(file);
  if (!room) return [`${file}: belongs to no room`];
  return importsOf(source).flatMap(({ target, typeOnly }) => {
    const other = fileOf(file, target);
    const local = target.startsWith("#") || target.startsWith(".");
    const verdict = local ? judgeRoom(room, roomOf(other), target, typeOnly) : judgePackage(room, target);
    return verdict ? [`${file}: ${room} ${verdict} ${target}`] : [];
  });
}

function fileOf(from: string, target: string): string {
  return target.startsWith("#") ? `src/${target.slice(1)}` : path.join(path.dirname(from), target);
}

/** Each set of files that import one another in a circle, in the order of the walk from a file back to itself. */
function circles(sources: readonly (readonly [string, string])[]): string[][] {
  const known = new Map(sources.map(([file, source]) => [file, importsOf(source).map((i) => fileOf(file, i.target))]));
  const finished = new Set<string>();
  const found: string[][] = [];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) found.push(way.slice(way.indexOf(file)));
    if (way.includes(file) || finished.has(file)) return;
    for (const next of known.get(file) ?? []) walk(next, [...way, file]);
    finished.add(file);
  };
  for (const file of known.keys()) walk(file, []);
  return found;
}

function judgeRoom(room: Room, other: Room | null, target: string, typeOnly: boolean): string | null {
  const { rooms, typesOnly, prisma } = ROOMS[room];
  if (!prisma && !typeOnly && PROTECTED.test(target)) return "may not import";
  if (other === room || (other && rooms.includes(other))) return null;
  if (other && typesOnly?.includes(other)) return typeOnly || target === WORDS ? null : "may import only types of";
  return room === "launch" && other === null ? null : "may not import"; // launch also starts prisma/seed.ts
}

function judgePackage(room: Room, target: string): string | null {
  const { packages, prisma } = ROOMS[room];
  if (packages !== "any") return packages.includes(target) ? null : "may not import";
  return !prisma && !isBuiltin(target) && PROTECTED.test(target) ? "may not import" : null;
}

function roomOf(file: string): Room | null {
  const [, root, name] = /^(src)\/([^/]+)\//.exec(file) ?? [];
  if (!root || !name) return null;
  if (name === "stages") return file.endsWith(".tsx") ? "face" : "law";
  return name in ROOMS ? (name as Room) : null;
}

function importsOf(source: string): { target: string; typeOnly: boolean }[] {
  const statements = source.matchAll(
    /(?:^|[\s;])(?:(import|export)\s(type\s)?[^;"'`]*?\sfrom\s*|import\s*\(?\s*)"([^"]+)"/g,
  );
  return [...statements].map(([, , type, target = ""]) => ({ target, typeOnly: Boolean(type) }));
}
