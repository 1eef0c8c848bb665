"use client";

import { type FormEvent, useState } from "react";
import { postSignIn } from "#app/(auth)/sign-in/post-sign-in.ts";
import { PasswordInput } from "#components/form/password-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

export function SignInForm({ next }: { next: string }) {
  const [email, setEmail] = useState<string>();
  const [password, setPassword] = useState<string>();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const signIn = async () => {
    if (!email || !password) return setProblem("Type your e-mail address and your password.");
    setPending(true);
    const refused = await postSignIn(email, password);
    if (!refused) return window.location.assign(next);
    setPending(false);
    setProblem(refused);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void signIn();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextInput
        path="email"
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
      />
      <PasswordInput
        path="password"
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <Button type="submit" variant="primary" pending={pending}>
        Sign in
      </Button>
    </form>
  );
}
