import { INGEST_BYTES, JSON_BYTES } from "#api/limits.ts";
import { json } from "#api/route.ts";
import { readWireJson } from "#api/wire/body.ts";
import { openRoute, tokenRoute, type WireRoute } from "#api/wire/door.ts";
import { VERSION } from "#lib/version.ts";
import { receive } from "#server/inbound.ts";
import { evidently } from "#wire/evidently/reader.ts";
import { isJson, textIn } from "#wire/json.ts";

/**
 * What RemoteWorkspace("…/api/evidently/<project>", secret=token) calls. Evidently has projects of its own; here the address
 * already names the project, so whatever id the client brings is this one.
 */
export const evidentlyRoutes: WireRoute[] = [
  openRoute({
    method: "GET",
    path: "/evidently/{slug}/api/version",
    needs: "anyone",
    handle: async () => json(200, { application: "Evidently UI", version: VERSION, commit: "-" }),
  }),
  tokenRoute({
    method: "GET",
    path: "/evidently/{slug}/api/projects",
    handle: async () => json(200, []),
  }),
  tokenRoute({
    method: "POST",
    path: "/evidently/{slug}/api/v2/projects",
    async handle(_, { request }) {
      const { payload } = await readWireJson(request, JSON_BYTES);
      return json(201, textIn(payload, "id") ?? crypto.randomUUID());
    },
  }),
  tokenRoute({
    method: "GET",
    path: "/evidently/{slug}/api/projects/{project}/info",
    handle: async ({ slug }, { params }) =>
      json(200, { id: params.project ?? "", name: slug, description: null, org_id: null, version: "2" }),
  }),
  tokenRoute({
    method: "POST",
    path: "/evidently/{slug}/api/v2/snapshots/{project}",
    async handle(access, { request }) {
      const { payload, bytes } = await readWireJson(request, INGEST_BYTES);
      const inner = isJson(payload) && isJson(payload.snapshot) ? payload.snapshot : payload;
      const { id } = await receive(access, evidently, { payload: inner, bytes });
      return json(201, { snapshot_id: id });
    },
  }),
];
