import { mlflowError } from "#api/mlflow/errors.ts";
import { MLFLOW_DOOR } from "#api/mlflow/mount.ts";
import { problemOf } from "#api/problem.ts";
import { AppError, invalid } from "#domain/errors.ts";

const CLIMBS = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){2}(?=$|[/\\]|%2f|%5c)/i;

/**
 * The answer to an address that climbs, as it was sent; null for every other. To be asked before it is read as a URL: that
 * takes the steps, plain or encoded, and what is left is another address, or another artefact, than was named.
 */
export function refuseClimbing(address: string): Response | null {
  const path = address.split("?", 1)[0] ?? "";
  if (!CLIMBS.test(path)) return null;
  return path.startsWith(`/api${MLFLOW_DOOR}`)
    ? mlflowError(invalid("path", "Invalid path: it must not climb."))
    : problemOf(new AppError("NOT_FOUND", "There is no address with “..” in it."));
}
