"use client";

import { type FormEvent, useState } from "react";
import { setUpAction } from "#app/(auth)/actions.ts";
import { postSignIn } from "#app/(auth)/sign-in/post-sign-in.ts";
import { useAction } from "#app/use-action.ts";
import { PasswordInput } from "#components/form/password-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

type Typed = { organisation?: string; name?: string; email?: string; password?: string; token?: string };

export function SetupForm({ needsToken }: { needsToken: boolean }) {
  const [typed, setTyped] = useState<Typed>({});
  const { submit, pending, problem, errorOf } = useAction(setUpAction);
  const field = (key: keyof Typed) => ({
    path: key,
    name: key,
    value: typed[key],
    error: errorOf(key),
    onChange: (value: string | undefined) => setTyped((before) => ({ ...before, [key]: value })),
  });
  const setUp = (event: FormEvent) => {
    event.preventDefault();
    const { organisation = "", name = "", email = "", password = "", token } = typed;
    submit({ organisation, name, email, password, ...(token ? { token } : {}) }, () => void enter(email, password));
  };
  return (
    <form onSubmit={setUp} noValidate className="flex flex-col gap-4">
      <TextInput {...field("organisation")} label="Name of the organisation" autoComplete="organization" />
      <TextInput {...field("name")} label="Your name" autoComplete="name" />
      <TextInput {...field("email")} label="Your e-mail" type="email" autoComplete="username" />
      <PasswordInput
        {...field("password")}
        label="Password"
        autoComplete="new-password"
        help="At least 12 characters. A few words are easier to remember than signs."
      />
      {needsToken && (
        <PasswordInput
          {...field("token")}
          label="Administrator token"
          autoComplete="current-password"
          help="The value of THROUGHLINE_ADMIN_TOKEN. It is asked because people were already made through the API."
        />
      )}
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <Button type="submit" variant="primary" pending={pending}>
        Set up Throughline
      </Button>
    </form>
  );
}

async function enter(email: string, password: string): Promise<void> {
  const refused = await postSignIn(email, password);
  window.location.assign(refused ? "/sign-in" : "/portfolio");
}
