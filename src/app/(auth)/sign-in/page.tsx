import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { safePath } from "#app/(auth)/safe-path.ts";
import { DemoSignIn } from "#app/(auth)/sign-in/demo-sign-in.tsx";
import { SignInForm } from "#app/(auth)/sign-in/sign-in-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { ROLE_NAMES, ROLES } from "#domain/vocabulary.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "#server/demo-people.ts";
import { getOrganisation } from "#server/organisation.ts";
import { findSession } from "#server/session.ts";
import { setupState } from "#server/setup.ts";

export const metadata: Metadata = { title: "Sign in" };

type SignInProps = { searchParams: Promise<{ next?: string; new?: string }> };

export default async function SignInPage({ searchParams }: SignInProps) {
  const asked = await searchParams;
  const next = safePath(asked.next);
  const [session, setup, organisation] = await Promise.all([
    findSession(await headers()),
    setupState(),
    getOrganisation(),
  ]);
  if (session) redirect(next);
  if (setup === "open") redirect("/setup");
  return (
    <>
      <div>
        <h1 className="text-xl font-[620] tracking-tight">Sign in</h1>
        <p className="mt-1 text-base text-ink-2">{organisation.name}</p>
      </div>
      {asked.new !== undefined && (
        <Notice tone="good" live>
          Your new password is set. Sign in with it.
        </Notice>
      )}
      {organisation.demo && (
        <Card title="Look around as" note="This is a demo. Everybody in it is invented.">
          <DemoSignIn people={demoChoices()} password={DEMO_PASSWORD} next={next} />
        </Card>
      )}
      <Card title={organisation.demo ? "With your own account" : undefined}>
        <SignInForm next={next} />
      </Card>
      <p className="text-base text-ink-2">
        <TextLink href="/forgot">Forgotten your password?</TextLink>
        {setup === "token" && (
          <>
            {" · "}
            <TextLink href="/setup">Name the first administrator</TextLink>
          </>
        )}
      </p>
    </>
  );
}

/** The first of each role, in the order of the roles. */
function demoChoices() {
  return ROLES.flatMap((role) => DEMO_PEOPLE.find((person) => person.role === role) ?? []).map(
    ({ name, email, role }) => ({
      name,
      email,
      role: sentenceCase(ROLE_NAMES[role]),
    }),
  );
}
