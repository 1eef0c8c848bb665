/** Joins class names and leaves out what is false. Components never receive classes that contradict their own, so nothing is merged. */
export function classNames(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
