"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { createPersonalTokenAction, createServiceTokenAction } from "#app/(app)/tokens/actions.ts";
import { TokenForm } from "#app/(app)/tokens/token-form.tsx";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";

type Made = { name: string; token: string };

/** With a project's slug it makes a service token of that project, else one of the person's own. */
export function NewToken({ slug, address }: { slug?: string; address: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made>();
  const run = useAction((input: Parameters<typeof createPersonalTokenAction>[0]) =>
    slug ? createServiceTokenAction({ slug, token: input }) : createPersonalTokenAction(input),
  );
  const close = () => {
    setOpen(false);
    setMade(undefined);
    run.reset();
    router.refresh();
  };
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Make token
      </Button>
      <Dialog open={open} onClose={close} title={made ? `Token “${made.name}”` : "Make token"}>
        {made ? (
          <TokenShown made={made} address={address} />
        ) : (
          <TokenForm run={run} onMade={setMade} service={Boolean(slug)} />
        )}
      </Dialog>
    </>
  );
}

function TokenShown({ made, address }: { made: Made; address: string }) {
  const example = `curl -H "Authorization: Bearer ${made.token}" ${address}/api/v1/me`;
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn" live title="Copy it now">
        It is shown this once. Keep it where your scripts keep their secrets, never in their code.
      </Notice>
      <Copyable label="Token" text={made.token} />
      <Copyable label="Try it" text={example} />
    </div>
  );
}

function Copyable({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-base font-semibold">{label}</p>
      <div className="flex flex-wrap items-start gap-2">
        <code className="min-w-0 flex-1 rounded-control bg-sunken px-2.5 py-2 font-mono text-sm break-all select-all">
          {text}
        </code>
        <CopyButton text={text} label={`Copy ${label === "Token" ? "token" : "command"}`} />
      </div>
    </div>
  );
}
