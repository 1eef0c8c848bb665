"use client";

import { type FormEvent, useState } from "react";
import { resetAction } from "#app/(auth)/actions.ts";
import { postSignIn } from "#app/(auth)/sign-in/post-sign-in.ts";
import { useAction } from "#app/use-action.ts";
import { PasswordInput } from "#components/form/password-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

export function ResetForm({ token, email }: { token: string; email: string }) {
  const [password, setPassword] = useState<string>();
  const { submit, pending, problem, errorOf } = useAction(resetAction);
  const reset = (event: FormEvent) => {
    event.preventDefault();
    submit({ token, password: password ?? "" }, () => void enter(email, password ?? ""));
  };
  return (
    <form onSubmit={reset} noValidate className="flex flex-col gap-4">
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <PasswordInput
        path="password"
        label="New password"
        name="password"
        autoComplete="new-password"
        help="At least 12 characters. A few words are easier to remember than signs."
        value={password}
        onChange={setPassword}
        error={errorOf("password")}
      />
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <Button type="submit" variant="primary" pending={pending}>
        Set password and sign in
      </Button>
    </form>
  );
}

async function enter(email: string, password: string): Promise<void> {
  const refused = await postSignIn(email, password);
  window.location.assign(refused ? "/sign-in?new" : "/portfolio");
}
