import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetupForm } from "#app/(auth)/setup/setup-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { setupState } from "#server/setup.ts";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  const state = await setupState();
  if (state === "done") redirect("/sign-in");
  return (
    <>
      <div>
        <h1 className="text-xl font-[620] tracking-tight">Set up Throughline</h1>
        <p className="mt-1 text-base text-pretty text-ink-2">
          You become the first administrator: you add people and look after the installation. Projects keep their own
          leads.
        </p>
      </div>
      <Card>
        <SetupForm needsToken={state === "token"} />
      </Card>
    </>
  );
}
