import { ROLE_NAMES } from "#domain/vocabulary.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "#server/demo-people.ts";
import { getOrganisation } from "#server/organisation.ts";

/** Who can be tried out, where the workspace is the demo; nothing otherwise. */
export async function demoSignIns(): Promise<string[]> {
  if (!(await getOrganisation()).demo) return [];
  const width = Math.max(...DEMO_PEOPLE.map(({ email }) => email.length));
  const people = DEMO_PEOPLE.map(({ email, role }) => `  ${email.padEnd(width)}  ${ROLE_NAMES[role]}`);
  return [`Sign in with one click, or with the password ${DEMO_PASSWORD} as`, ...people];
}
