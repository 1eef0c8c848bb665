"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { changeProfileAction } from "#app/(app)/profile/actions.ts";
import { useAction } from "#app/use-action.ts";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { showToast } from "#components/ui/toast-store.ts";

type ProfileFormProps = { name: string; email: string; timeZone: string; zones: readonly string[] };

export function ProfileForm({ name, email, timeZone, zones }: ProfileFormProps) {
  const router = useRouter();
  const [typed, setTyped] = useState({ name, timeZone });
  const { submit, pending, problem, errorOf } = useAction(changeProfileAction);
  const unchanged = typed.name === name && typed.timeZone === timeZone;
  const save = (event: FormEvent) => {
    event.preventDefault();
    submit(typed, () => {
      showToast({ tone: "good", message: "Your profile is saved." });
      router.refresh();
    });
  };
  const takeZoneOfDevice = () =>
    setTyped({ ...typed, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC" });
  return (
    <form onSubmit={save} noValidate className="flex max-w-md flex-col gap-4">
      <TextInput
        path="name"
        label="Name"
        name="name"
        autoComplete="name"
        value={typed.name}
        onChange={(next) => setTyped({ ...typed, name: next ?? "" })}
        error={errorOf("name")}
      />
      <TextInput
        path="email"
        label="E-mail"
        value={email}
        onChange={() => undefined}
        readOnly
        help="You sign in with it."
      />
      <ChoiceInput
        as="select"
        path="timeZone"
        label="Time zone"
        options={[...new Set([typed.timeZone, ...zones])].map((zone) => ({
          value: zone,
          label: zone.replaceAll("_", " "),
        }))}
        value={typed.timeZone}
        onChange={(zone) => setTyped({ ...typed, timeZone: zone ?? typed.timeZone })}
        error={errorOf("timeZone")}
        note={
          <button
            type="button"
            onClick={takeZoneOfDevice}
            className="font-medium text-link underline underline-offset-2"
          >
            Use the zone of this device
          </button>
        }
      />
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" pending={pending} disabled={unchanged}>
          Save
        </Button>
      </div>
    </form>
  );
}
