import { z } from "zod";
import { PARTS, PROJECT } from "#server/transfer/parts.ts";

export const FORMAT = "throughline-project";
/** Raised when an older program could no longer read the file rightly. New tables and columns do not raise it. */
export const FORMAT_VERSION = 1;

export const MANIFEST = "manifest.json";
export const PEOPLE = "people.ndjson";
export const rowsIn = (table: string) => `rows/${table}.ndjson`;
export const fileIn = (sha256: string) => `files/${sha256}`;
export const artefactIn = (sha256: string) => `artefacts/${sha256}`;

const TABLES = [PROJECT, ...PARTS].map(({ table }) => table);

const partSchema = z.object({
  path: z.string().max(100),
  rows: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PartEntry = z.infer<typeof partSchema>;

export const manifestSchema = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.int().min(1),
  productVersion: z.string().max(40),
  exportedAt: z.iso.datetime(),
  exportedBy: z.string().max(200),
  from: z.object({ organisation: z.string().max(200), address: z.string().max(500) }),
  project: z.object({
    id: z.uuid(),
    slug: z.string().max(60),
    name: z.string().max(120),
    summary: z.string().max(300),
    tier: z.int().min(1).max(3),
  }),
  artefacts: z.enum(["included", "left_out"]),
  parts: z.array(partSchema).max(TABLES.length + 50),
  files: z.int().min(0),
  fileBytes: z.number().min(0),
  leftOut: z.array(z.string().max(300)).max(20),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** In the words of the page that shows what a file holds. */
export const STAYS_BEHIND = [
  "Tokens, webhook secrets, read-only links, channels of notifications and the retraining target: they hold secrets. Set them up again.",
  "Payloads of incoming events as they came.",
  "Stars, and who has which page open.",
];

export const personSchema = z.object({
  id: z.uuid(),
  name: z.string().max(200),
  email: z.string().max(320).nullable(),
  /** Of a member; empty for somebody who is only named. */
  roles: z.array(z.string().max(4)).max(5),
  addedAt: z.iso.datetime({ offset: true }).nullable(),
});
export type NamedPerson = z.infer<typeof personSchema>;
