import type { Metadata } from "next";
import { ResetForm } from "#app/(auth)/reset-password/reset-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { findPasswordLink } from "#server/password-links.ts";

export const metadata: Metadata = { title: "Choose a password", referrer: "no-referrer" };

export default async function ResetPasswordPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token } = await searchParams;
  const link = typeof token === "string" ? await findPasswordLink(token) : null;
  return (
    <>
      <div>
        <h1 className="text-xl font-[620] tracking-tight">Choose a password</h1>
        {link && (
          <p className="mt-1 text-base text-ink-2">
            {link.name}, {link.email}
          </p>
        )}
      </div>
      <Card>
        {link && token ? (
          <ResetForm token={token} email={link.email} />
        ) : (
          <p className="text-base text-pretty text-ink-2">
            This link has been used, or it has expired. Ask an administrator for a new one.
          </p>
        )}
      </Card>
      <p>
        <TextLink href="/sign-in">Back to sign in</TextLink>
      </p>
    </>
  );
}
