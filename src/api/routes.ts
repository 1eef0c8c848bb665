import type { Route } from "#api/route.ts";
import { meRoutes } from "#api/v1/me.ts";
import { projectRoutes } from "#api/v1/projects.ts";

/** Every route of /api/v1. The router, the OpenAPI document and the authorization test are made from it. */
export const ROUTES: readonly Route[] = [...meRoutes, ...projectRoutes];
