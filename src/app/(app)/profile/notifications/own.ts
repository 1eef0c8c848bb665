import { OWN_HOME } from "#app/(app)/notifications/channel-words.ts";
import { currentSession } from "#app/actor.ts";
import { authorizeOrg } from "#server/access.ts";
import { listOwnProjects } from "#server/own-channels.ts";

/** What every page of a person's own channels begins with. */
export async function ownChannels() {
  const { actor, user } = await currentSession();
  const access = authorizeOrg(actor, "own.profile");
  return { access, home: OWN_HOME, zone: user.timeZone, email: user.email };
}

/** The same for a form, which also offers the person's projects. */
export async function ownForm() {
  const { access, email, ...rest } = await ownChannels();
  return { access, ...rest, own: { email, projects: await listOwnProjects(access) } };
}
