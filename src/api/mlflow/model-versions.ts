import { logRoute, lookRoute, type MlflowRoute } from "#api/mlflow/route.ts";
import {
  changeVersion,
  createVersion,
  deleteVersion,
  downloadUri,
  moveVersion,
  searchVersions,
} from "#server/mlflow/model-versions.ts";
import { getVersion } from "#server/mlflow/registry-rows.ts";
import {
  versionCreate,
  versionGet,
  versionSearch,
  versionTag,
  versionTagDelete,
  versionTransition,
  versionUpdate,
} from "#wire/mlflow/registry-requests.ts";
import type { ModelVersionRow } from "#wire/mlflow/rows.ts";
import { modelVersionShape } from "#wire/mlflow/shapes.ts";

const at = (name: string) => `/mlflow/model-versions/${name}`;
const shown = (version: ModelVersionRow) => ({ model_version: modelVersionShape(version) });

export const modelVersionRoutes: MlflowRoute[] = [
  logRoute({
    method: "POST",
    path: at("create"),
    body: versionCreate,
    handle: async (access, asked) => shown(await createVersion(access, asked)),
  }),
  lookRoute({
    method: "GET",
    path: at("get"),
    body: versionGet,
    handle: async (access, { name, version }) => shown(await getVersion(access, name, version)),
  }),
  lookRoute({
    method: "GET",
    path: at("search"),
    body: versionSearch,
    async handle(access, asked) {
      const { items, next } = await searchVersions(access, asked);
      return { model_versions: items.map(modelVersionShape), next_page_token: next };
    },
  }),
  logRoute({
    method: "PATCH",
    path: at("update"),
    body: versionUpdate,
    handle: async (access, { name, version, description }) =>
      shown(await changeVersion(access, name, version, { description })),
  }),
  logRoute({
    method: "DELETE",
    path: at("delete"),
    body: versionGet,
    handle: async (access, { name, version }) => void (await deleteVersion(access, name, version)),
  }),
  logRoute({
    method: "POST",
    path: at("transition-stage"),
    body: versionTransition,
    handle: async (access, { archive_existing_versions: archive, ...asked }) =>
      shown(await moveVersion(access, { ...asked, archive })),
  }),
  logRoute({
    method: "POST",
    path: at("set-tag"),
    body: versionTag,
    handle: async (access, { name, version, key, value }) =>
      void (await changeVersion(access, name, version, { tags: [{ key, value }] })),
  }),
  logRoute({
    method: "DELETE",
    path: at("delete-tag"),
    body: versionTagDelete,
    handle: async (access, { name, version, key }) => void (await changeVersion(access, name, version, { untag: key })),
  }),
  lookRoute({
    method: "GET",
    path: at("get-download-uri"),
    body: versionGet,
    handle: async (access, { name, version }) => ({ artifact_uri: await downloadUri(access, name, version) }),
  }),
];
