import { AppError } from "#domain/errors.ts";
import { isStorableTime } from "#domain/storable-time.ts";
import { isId } from "#server/ids.ts";

/** Where a page of a list by time ended: the time and the id of its last row. */
export function writeTimeCursor({ at, id }: { at: Date; id: string }): string {
  return `${at.toISOString()}_${id}`;
}

export function readTimeCursor(cursor: string): { at: Date; id: string } {
  const [time = "", id = ""] = cursor.split("_");
  const at = new Date(time);
  if (!isId(id) || !isStorableTime(at.getTime())) throw foreignCursor();
  return { at, id };
}

export function foreignCursor(): AppError {
  return new AppError("INVALID", "The cursor is not one that this list gave.");
}
