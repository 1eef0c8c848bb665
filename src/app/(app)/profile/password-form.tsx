"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { changePasswordAction } from "#app/(app)/profile/actions.ts";
import { useAction } from "#app/use-action.ts";
import { PasswordInput } from "#components/form/password-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { showToast } from "#components/ui/toast-store.ts";

export function PasswordForm() {
  const router = useRouter();
  const [current, setCurrent] = useState<string>();
  const [next, setNext] = useState<string>();
  const { submit, pending, problem, errorOf } = useAction(changePasswordAction);
  const change = (event: FormEvent) => {
    event.preventDefault();
    submit({ current: current ?? "", next: next ?? "" }, () => {
      setCurrent(undefined);
      setNext(undefined);
      showToast({ tone: "good", message: "Your password is changed. You are signed out everywhere else." });
      router.refresh();
    });
  };
  return (
    <form onSubmit={change} noValidate className="flex max-w-md flex-col gap-4">
      <PasswordInput
        path="current"
        label="Current password"
        name="current"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={errorOf("current")}
      />
      <PasswordInput
        path="next"
        label="New password"
        name="next"
        autoComplete="new-password"
        help="At least 12 characters. Changing it signs you out everywhere else."
        value={next}
        onChange={setNext}
        error={errorOf("next")}
      />
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <div>
        <Button type="submit" pending={pending}>
          Change password
        </Button>
      </div>
    </form>
  );
}
