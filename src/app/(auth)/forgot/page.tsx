import type { Metadata } from "next";
import { ForgotForm } from "#app/(auth)/forgot/forgot-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { mailIsConfigured } from "#server/mail.ts";

export const metadata: Metadata = { title: "Forgotten password" };
export const dynamic = "force-dynamic";

export default function ForgotPage() {
  return (
    <>
      <h1 className="text-xl font-[620] tracking-tight">Forgotten your password</h1>
      <Card>
        {mailIsConfigured() ? (
          <ForgotForm />
        ) : (
          <p className="text-base text-pretty text-ink-2">
            This installation sends no mail. Ask an administrator for a one-time link: they make it under People, and it
            lets you choose a new password within 24 hours.
          </p>
        )}
      </Card>
      <p>
        <TextLink href="/sign-in">Back to sign in</TextLink>
      </p>
    </>
  );
}
