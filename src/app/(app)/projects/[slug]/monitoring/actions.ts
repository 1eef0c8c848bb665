"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize } from "#server/access.ts";
import { drillSchema, fireTestAlert } from "#server/fire-drills.ts";
import { addProposedMonitors } from "#server/monitor-proposals.ts";

export const addProposedMonitorsAction = action(
  z.object({ slug: z.string(), keys: z.array(z.string().max(80)).min(1).max(500) }),
  async (actor, { slug, keys }) => addProposedMonitors(await authorize(actor, slug, "fact.record"), keys),
);

export const fireTestAlertAction = action(
  z.object({ slug: z.string(), drill: drillSchema }),
  async (actor, { slug, drill }) => fireTestAlert(await authorize(actor, slug, "fact.record"), drill),
);
