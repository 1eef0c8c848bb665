"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import {
  pauseChannelAction,
  removeChannelAction,
  rotateSecretAction,
  testChannelAction,
} from "#app/(app)/notifications/actions.ts";
import type { Home } from "#app/(app)/notifications/channel-words.ts";
import { SecretShown } from "#app/(app)/notifications/secret-shown.tsx";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import type { ChannelKind } from "#server/channel-shape.ts";

type ChannelActionsProps = { home: Home; id: string; name: string; kind: ChannelKind; paused: boolean };

export function ChannelActions({ home, id, name, kind, paused }: ChannelActionsProps) {
  const router = useRouter();
  const [open, setOpen] = useState<"remove" | "rotate">();
  const [secret, setSecret] = useState<string>();
  const test = useAction(testChannelAction);
  const pause = useAction(pauseChannelAction);
  const one = { slug: home.slug, id };
  const say = (message: string) => {
    showToast({ tone: "good", message });
    router.refresh();
  };
  const remove = async () => {
    const answer = await removeChannelAction(one);
    if (!answer.ok) return answer.message;
    router.push(home.base);
    return undefined;
  };
  const rotate = async () => {
    const answer = await rotateSecretAction(one);
    if (!answer.ok) return answer.message;
    setSecret(answer.value.secret ?? undefined);
    router.refresh();
    return undefined;
  };
  const refusal = test.problem ?? pause.problem;
  return (
    <>
      {paused ? (
        <Button
          variant="primary"
          pending={pause.pending}
          onClick={() => pause.submit({ ...one, paused: false }, () => say("The channel is taken up again."))}
        >
          Take up again
        </Button>
      ) : (
        <Button
          pending={test.pending}
          onClick={() => test.submit(one, () => say("A test is on its way. It stands first in the log below."))}
        >
          Send a test
        </Button>
      )}
      <Menu
        trigger={<Button aria-label={`More for ${name}`}>More</Button>}
        entries={[
          { label: "Edit", href: `${home.base}/${id}/edit` },
          ...(paused
            ? []
            : [
                {
                  label: "Pause",
                  onSelect: () => pause.submit({ ...one, paused: true }, () => say("The channel is paused.")),
                },
              ]),
          ...(kind === "webhook" ? [{ label: "Make a new secret", onSelect: () => setOpen("rotate") }] : []),
          "separator",
          { label: "Remove", onSelect: () => setOpen("remove"), danger: true },
        ]}
      />
      {refusal && (
        <p role="alert" className="text-base text-bad">
          {refusal}
        </p>
      )}
      <ConfirmDialog
        open={open === "remove"}
        onClose={() => setOpen(undefined)}
        title={`Remove “${name}”?`}
        confirmLabel="Remove channel"
        danger
        onConfirm={remove}
      >
        Nothing is sent there any more, and what still waits is dropped. There is no way back; you can add another.
      </ConfirmDialog>
      <ConfirmDialog
        open={open === "rotate"}
        onClose={() => setOpen(undefined)}
        title="Make a new secret?"
        confirmLabel="Make secret"
        onConfirm={rotate}
      >
        The old one signs beside it for a day, so that the receiver can change over.
      </ConfirmDialog>
      <Dialog open={secret !== undefined} onClose={() => setSecret(undefined)} title="The new secret">
        {secret && <SecretShown secret={secret} />}
      </Dialog>
    </>
  );
}
