"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { passwordLinkAction, setAdministratorAction, setDisabledAction } from "#app/(app)/people/actions.ts";
import { LinkShown } from "#app/(app)/people/link-shown.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Menu, type MenuEntry } from "#components/ui/menu.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import type { ActionAnswer } from "#server/action.ts";

type PersonMenuProps = { userId: string; name: string; isAdmin: boolean; disabled: boolean; self: boolean };

export function PersonMenu({ userId, name, isAdmin, disabled, self }: PersonMenuProps) {
  const router = useRouter();
  const [url, setUrl] = useState<string>();
  const [disabling, setDisabling] = useState(false);
  const settle = (answer: ActionAnswer<unknown>, done: string): string | undefined => {
    showToast(answer.ok ? { tone: "good", message: done } : { tone: "bad", message: answer.message });
    router.refresh();
    return answer.ok ? undefined : answer.message;
  };
  const makeLink = async () => {
    const answer = await passwordLinkAction({ userId });
    if (answer.ok) setUrl(answer.value.url);
    else showToast({ tone: "bad", message: answer.message });
  };
  const setAdmin = async (next: boolean) =>
    settle(
      await setAdministratorAction({ userId, isAdmin: next }),
      next ? `${name} is an administrator now.` : `${name} is no administrator any more.`,
    );
  const setDisabled = async (next: boolean) =>
    settle(
      await setDisabledAction({ userId, disabled: next }),
      next ? `${name} is signed out everywhere and cannot sign in.` : `${name} can sign in again.`,
    );
  const entries: MenuEntry[] = [
    { label: "Make a password link", note: "Works once, for 24 hours", onSelect: () => void makeLink(), disabled },
    isAdmin
      ? { label: "Take administration away", onSelect: () => void setAdmin(false) }
      : { label: "Make administrator", onSelect: () => void setAdmin(true), disabled },
    "separator",
    disabled
      ? { label: "Enable account", onSelect: () => void setDisabled(false) }
      : { label: "Disable account", onSelect: () => setDisabling(true), danger: true, disabled: self },
  ];
  return (
    <>
      <Menu
        entries={entries}
        trigger={
          <Button size="sm" aria-label={`Actions for ${name}`}>
            Actions
          </Button>
        }
      />
      <Dialog open={url !== undefined} onClose={() => setUrl(undefined)} title={`Password link for ${name}`}>
        {url && <LinkShown name={name} url={url} />}
      </Dialog>
      <ConfirmDialog
        open={disabling}
        onClose={() => setDisabling(false)}
        title={`Disable ${name}?`}
        confirmLabel="Disable account"
        danger
        onConfirm={() => setDisabled(true)}
      >
        They are signed out everywhere, and their API tokens stop at once. What they did stays in the records. You can
        enable the account again.
      </ConfirmDialog>
    </>
  );
}
