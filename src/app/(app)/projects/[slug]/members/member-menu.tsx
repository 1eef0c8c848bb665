"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { removeMemberAction, setMemberRolesAction } from "#app/(app)/projects/[slug]/members/actions.ts";
import { RoleBoxes } from "#app/(app)/projects/[slug]/members/role-boxes.tsx";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Role } from "#domain/vocabulary.ts";

type MemberMenuProps = { slug: string; userId: string; name: string; roles: readonly Role[] };

export function MemberMenu({ slug, userId, name, roles }: MemberMenuProps) {
  const router = useRouter();
  const [open, setOpen] = useState<"roles" | "remove">();
  const remove = async () => {
    const answer = await removeMemberAction({ slug, userId });
    if (!answer.ok) return answer.message;
    router.refresh();
    return undefined;
  };
  return (
    <>
      <Menu
        trigger={
          <Button size="sm" aria-label={`Actions for ${name}`}>
            Actions
          </Button>
        }
        entries={[
          { label: "Change roles", onSelect: () => setOpen("roles") },
          { label: "Remove from project", onSelect: () => setOpen("remove"), danger: true },
        ]}
      />
      <Dialog open={open === "roles"} onClose={() => setOpen(undefined)} title={`Roles of ${name}`}>
        <RolesForm {...{ slug, userId, roles }} onDone={() => setOpen(undefined)} />
      </Dialog>
      <ConfirmDialog
        open={open === "remove"}
        onClose={() => setOpen(undefined)}
        title={`Remove ${name}?`}
        confirmLabel="Remove from project"
        danger
        onConfirm={remove}
      >
        They no longer see the project. What they did and signed stays in its records. You can add them again.
      </ConfirmDialog>
    </>
  );
}

type RolesFormProps = Omit<MemberMenuProps, "name"> & { onDone: () => void };

function RolesForm({ slug, userId, roles, onDone }: RolesFormProps) {
  const router = useRouter();
  const [wanted, setWanted] = useState<Role[]>([...roles]);
  const { submit, pending, problem, errorOf } = useAction(setMemberRolesAction);
  const save = (event: FormEvent) => {
    event.preventDefault();
    submit({ slug, userId, roles: wanted }, () => {
      router.refresh();
      onDone();
    });
  };
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <RoleBoxes roles={wanted} onChange={setWanted} error={errorOf("roles")} />
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Save roles
        </Button>
      </div>
    </form>
  );
}
