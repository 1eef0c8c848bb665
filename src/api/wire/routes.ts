import { cloudEventRoutes } from "#api/wire/cloudevents.ts";
import type { WireRoute } from "#api/wire/door.ts";
import { evidentlyRoutes } from "#api/wire/evidently.ts";
import { hookRoutes } from "#api/wire/hooks.ts";
import { openLineageRoutes } from "#api/wire/openlineage.ts";
import { otlpRoutes } from "#api/wire/otlp.ts";
import { prometheusRoutes } from "#api/wire/prometheus.ts";

/** Every address of a foreign format. The router and the authorization test are made from it. */
export const WIRE_ROUTES: readonly WireRoute[] = [
  ...openLineageRoutes,
  ...evidentlyRoutes,
  ...cloudEventRoutes,
  ...hookRoutes,
  ...otlpRoutes,
  ...prometheusRoutes,
];
