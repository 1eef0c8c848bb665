const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the database could hold this id at all: asking it with anything else is an error there, and "not found" here. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
