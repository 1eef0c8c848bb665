/** A list that a client keeps in a tag as JSON; what is none reads as empty. */
export function readList(json: string | undefined): unknown[] {
  try {
    const list: unknown = JSON.parse(json ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
