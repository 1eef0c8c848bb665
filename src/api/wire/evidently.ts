import { INGEST_BYTES, JSON_BYTES } from "#api/limits.ts";
import { json } from "#api/route.ts";
import { readWireJson } from "#api/wire/body.ts";
import { openRoute, tokenRoute, type WireRoute } from "#api/wire/door.ts";
import { VERSION } from "#lib/version.ts";
import { receive } from "#server/inbound.ts";
import { evidently } from "#wire/evidently/reader.ts";
import { isJson, textIn } from "#wire/json.ts";

/**
 * What RemoteWorkspace calls. It keeps no path of its address (0.7.23), so it is answered at the root, where the token says
 * which project is meant; the same stands under the project's own address for whoever uploads without it. Evidently has
 * projects of its own: whatever id the client brings is this one.
 */
export const evidentlyRoutes: WireRoute[] = ["", "/evidently/{slug}/api"].flatMap((base) => [
  openRoute({
    method: "GET",
    path: `${base}/version`,
    needs: "anyone",
    handle: async () => json(200, { application: "Evidently UI", version: VERSION, commit: "-" }),
  }),
  ...[`${base}/v2/projects`, `${base}/projects/search/{name}`].map((path) =>
    tokenRoute({ method: "GET", path, handle: async () => json(200, []) }),
  ),
  tokenRoute({
    method: "POST",
    path: `${base}/v2/projects`,
    async handle(_, { request }) {
      const { payload } = await readWireJson(request, JSON_BYTES);
      return json(201, textIn(payload, "id") ?? crypto.randomUUID());
    },
  }),
  tokenRoute({
    method: "GET",
    path: `${base}/projects/{project}/info`,
    handle: async ({ slug }, { params }) => json(200, { id: params.project ?? "", name: slug, description: null }),
  }),
  tokenRoute({
    method: "POST",
    path: `${base}/v2/snapshots/{project}`,
    async handle(access, { request }) {
      const { payload, bytes } = await readWireJson(request, INGEST_BYTES);
      const snapshot = isJson(payload) && isJson(payload.snapshot) ? payload.snapshot : payload;
      const { id } = await receive(access, evidently, { payload: snapshot, bytes });
      return json(201, { snapshot_id: id });
    },
  }),
]);
