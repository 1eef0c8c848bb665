"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { setMemberRolesAction } from "#app/(app)/projects/[slug]/members/actions.ts";
import { type Candidate, CandidatePicker } from "#app/(app)/projects/[slug]/members/candidate-picker.tsx";
import { RoleBoxes } from "#app/(app)/projects/[slug]/members/role-boxes.tsx";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import type { Role } from "#domain/vocabulary.ts";

export function AddMember({ slug }: { slug: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Add member
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Add member">
        <AddMemberForm slug={slug} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function AddMemberForm({ slug, onDone }: { slug: string; onDone: () => void }) {
  const router = useRouter();
  const [person, setPerson] = useState<Candidate>();
  const [roles, setRoles] = useState<Role[]>([]);
  const { submit, pending, problem, errorOf } = useAction(setMemberRolesAction);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!person) return;
    submit({ slug, userId: person.id, roles }, () => {
      showToast({ tone: "good", message: `${person.name} is a member now.` });
      router.refresh();
      onDone();
    });
  };
  return (
    <form onSubmit={add} noValidate className="flex flex-col gap-4">
      <CandidatePicker slug={slug} chosen={person} onChoose={setPerson} />
      {person && <RoleBoxes roles={roles} onChange={setRoles} error={errorOf("roles")} />}
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" pending={pending} disabled={!person}>
          {person ? `Add ${person.name}` : "Add member"}
        </Button>
      </div>
    </form>
  );
}
