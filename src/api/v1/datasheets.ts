import { type Route, rawRoute } from "#api/route.ts";
import { exportDatasheet } from "#server/datasheets.ts";
import { stageOf } from "#stages/registry.ts";

export const datasheetRoutes: Route[] = [
  rawRoute({
    method: "GET",
    path: "/projects/{slug}/datasheets/{key}/markdown",
    tag: stageOf("data-selection").title,
    summary: "One datasheet as Markdown: what is recorded of its source, then the seven sections",
    needs: { permission: "project.read" },
    responseMedia: "text/markdown",
    status: 200,
    async handle(access, { params }) {
      const name = `${access.slug}-${params.key}-datasheet`.replaceAll(/[^A-Za-z0-9._-]/g, "-");
      return new Response(await exportDatasheet(access, params.key), {
        headers: {
          "content-type": "text/markdown; charset=utf-8",
          "content-disposition": `attachment; filename="${name}.md"`,
          "cache-control": "no-store",
        },
      });
    },
  }),
];
