import type { z } from "zod";
import type { Issue } from "#domain/errors.ts";

/** What zod found, as dotted paths and sentences; an unknown name becomes an issue of its own, at most twenty of them. */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
    return issue.keys.slice(0, 20).map((key) => ({
      path: [...issue.path, key].join("."),
      message: `There is no field “${key.slice(0, 60)}” here.`,
    }));
  });
}
