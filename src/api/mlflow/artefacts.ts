import { lookRoute, type MlflowCalled, type MlflowRoute, rawLogRoute, rawLookRoute } from "#api/mlflow/route.ts";
import { json } from "#api/route.ts";
import { invalid } from "#domain/errors.ts";
import { listFolder, openArtefact, putArtefact, removeArtefact } from "#server/mlflow/artefacts.ts";
import { getRun } from "#server/mlflow/run-rows.ts";
import { artefactFolder } from "#wire/mlflow/artefact-path.ts";
import { artefactList } from "#wire/mlflow/requests.ts";
import { runArtefacts } from "#wire/mlflow/shapes.ts";

const ALL = "/mlflow-artifacts/artifacts";
const ONE = `${ALL}/*`;

/** As it stands in the address: it is decoded once, where it is judged. */
function pathIn({ request }: MlflowCalled): string {
  return /\/mlflow-artifacts\/artifacts\/([^?#]*)/.exec(request.url)?.[1] ?? "";
}

export const artefactRoutes: MlflowRoute[] = [
  rawLookRoute({ method: "GET", path: ALL }, async (access, { request }) => {
    const files = await listFolder(access, new URL(request.url).searchParams.get("path"));
    return json(200, { files });
  }),
  rawLookRoute({ method: "GET", path: ONE }, async (access, called) => {
    const { stream, sizeBytes } = await openArtefact(access, pathIn(called));
    return new Response(stream, {
      headers: {
        "content-type": "application/octet-stream",
        "content-length": String(sizeBytes),
        "content-disposition": "attachment",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
      },
    });
  }),
  rawLogRoute({ method: "PUT", path: ONE }, async (access, called) => {
    const { body, headers } = called.request;
    const length = headers.get("content-length");
    await putArtefact(access, pathIn(called), { stream: body, declared: length === null ? null : Number(length) });
    return json(200, {});
  }),
  rawLogRoute({ method: "DELETE", path: ONE }, async (access, called) => {
    await removeArtefact(access, pathIn(called));
    return json(200, {});
  }),
  lookRoute({
    method: "GET",
    path: "/mlflow/artifacts/list",
    body: artefactList,
    async handle(access, { run_id: id, run_uuid: uuid, path }) {
      const run = await getRun(access, id || uuid || missingRun());
      const root = runArtefacts(run.experimentId, run.id);
      const inside = artefactFolder(path);
      const folder = `${root.slice("mlflow-artifacts:/".length)}${inside && `/${inside}`}`;
      const files = await listFolder(access, folder);
      return {
        root_uri: root,
        files: files.map((file) => ({ ...file, path: inside ? `${inside}/${file.path}` : file.path })),
      };
    },
  }),
];

function missingRun(): never {
  throw invalid("run_id", "Missing value for required parameter 'run_id'.");
}
