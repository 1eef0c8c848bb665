"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { addPersonAction } from "#app/(app)/people/actions.ts";
import { LinkShown } from "#app/(app)/people/link-shown.tsx";
import { useAction } from "#app/use-action.ts";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";

export function AddPerson() {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<{ name: string; url: string }>();
  const close = () => {
    setOpen(false);
    setMade(undefined);
    router.refresh();
  };
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Add person
      </Button>
      <Dialog open={open} onClose={close} title={made ? `${made.name} is added` : "Add person"}>
        {made ? <LinkShown {...made} /> : <AddPersonForm onMade={setMade} />}
      </Dialog>
    </>
  );
}

function AddPersonForm({ onMade }: { onMade: (made: { name: string; url: string }) => void }) {
  const [name, setName] = useState<string>();
  const [email, setEmail] = useState<string>();
  const { submit, pending, problem, errorOf } = useAction(addPersonAction);
  const add = (event: FormEvent) => {
    event.preventDefault();
    submit({ name: name ?? "", email: email ?? "" }, onMade);
  };
  return (
    <form onSubmit={add} noValidate className="flex flex-col gap-4">
      <TextInput path="name" label="Name" name="name" value={name} onChange={setName} error={errorOf("name")} />
      <TextInput
        path="email"
        label="E-mail"
        type="email"
        name="email"
        value={email}
        onChange={setEmail}
        error={errorOf("email")}
      />
      <p className="text-sm text-pretty text-ink-2">
        Next you get a link with which they choose a password. Which projects they see is decided in each project.
      </p>
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Add person
        </Button>
      </div>
    </form>
  );
}
