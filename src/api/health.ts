import { unavailable } from "#api/problem.ts";
import { json } from "#api/route.ts";
import { VERSION } from "#lib/version.ts";
import { findFault } from "#server/faults.ts";

/** For load balancers and deploy scripts: may requests come? */
export async function readinessAnswer(): Promise<Response> {
  const fault = await findFault();
  if (!fault) return json(200, { status: "ready", version: VERSION });
  return unavailable(fault.detail, { part: fault.part, version: VERSION });
}
