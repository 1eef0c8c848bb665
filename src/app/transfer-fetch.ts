import { z } from "zod";

/* What the pages of whole projects read from the API while a worker is at it: files are too large for server actions. */

const transfer = z.object({
  id: z.string(),
  state: z.enum(["received", "waiting", "running", "done", "failed", "expired"]),
  createdAt: z.string(),
  createdByName: z.string(),
  artefacts: z.boolean(),
  sizeBytes: z.number().nullable(),
  rowsDone: z.number(),
  rowsTotal: z.number(),
  problem: z.string().nullable(),
});
export type TransferShown = z.infer<typeof transfer>;
const exportsSchema = z.object({ items: z.array(transfer) });

const manifest = z.object({
  ...{ productVersion: z.string(), exportedAt: z.string(), exportedBy: z.string() },
  from: z.object({ organisation: z.string(), address: z.string() }),
  project: z.object({ slug: z.string(), name: z.string(), summary: z.string() }),
  artefacts: z.enum(["included", "left_out"]),
  parts: z.array(z.object({ path: z.string(), rows: z.number() })),
  ...{ files: z.number(), fileBytes: z.number() },
  leftOut: z.array(z.string()),
});
export type ManifestShown = z.infer<typeof manifest>;

const person = z.object({ id: z.string(), name: z.string(), email: z.string().nullable(), roles: z.array(z.string()) });
export const importSchema = transfer.extend({
  slug: z.string().nullable(),
  manifest: manifest.nullable(),
  people: z.object({ matched: z.array(person.extend({ here: z.string() })), byNameOnly: z.array(person) }).nullable(),
});
export type ImportShown = z.infer<typeof importSchema>;

export const isUnderWay = ({ state }: Pick<TransferShown, "state">) => state === "waiting" || state === "running";

/** A sentence says why it did not work. */
export async function ask<S extends z.ZodType>(
  schema: S,
  path: string,
  method: "GET" | "POST" | "DELETE" = "GET",
  body?: object,
): Promise<z.output<S> | string> {
  try {
    const headers = { "content-type": "application/json" };
    const sent = body ? { body: JSON.stringify(body), headers } : {};
    return answered(schema, ...(await read(await fetch(`/api/v1${path}`, { method, ...sent }))));
  } catch {
    return UNREACHABLE;
  }
}

export function askExports(slug: string) {
  return ask(exportsSchema, `/projects/${slug}/exports`);
}

export function askExport(slug: string, artefacts: boolean) {
  return ask(transfer, `/projects/${slug}/exports`, "POST", { artefacts });
}

/** XMLHttpRequest, because fetch does not say how much was sent. */
export function sendProject(file: File, tell: (share: number) => void): Promise<ImportShown | string> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/imports");
    request.setRequestHeader("content-type", "application/zip");
    request.upload.onprogress = ({ loaded, total }) => tell(total > 0 ? loaded / total : 0);
    request.onload = () => {
      try {
        done(answered(importSchema, request.status < 300, JSON.parse(request.responseText)));
      } catch {
        done(UNREACHABLE);
      }
    };
    request.onerror = () => done(UNREACHABLE);
    request.send(file);
  });
}

const UNREACHABLE = "The server did not answer. Check the connection and try again.";

async function read(response: Response): Promise<[boolean, unknown]> {
  return [response.ok, response.status === 204 ? null : await response.json()];
}

function answered<S extends z.ZodType>(schema: S, ok: boolean, body: unknown): z.output<S> | string {
  if (ok) return schema.parse(body);
  const detail = typeof body === "object" && body !== null && "detail" in body ? body.detail : null;
  return typeof detail === "string" ? detail : "That was refused.";
}
