import type { Held } from "#domain/lifecycle.ts";
import type { StageDocument } from "#stages/field.ts";

/** The decision of stage 1 by which the project rests until it is another one; null where it lets the project go on. */
export function heldBy({ goNoGo }: StageDocument): Held | null {
  return goNoGo === "no_go" || goNoGo === "defer" ? goNoGo : null;
}
