"use client";

import { type FormEvent, useState } from "react";
import { forgotAction } from "#app/(auth)/actions.ts";
import { useAction } from "#app/use-action.ts";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

export function ForgotForm() {
  const [email, setEmail] = useState<string>();
  const [asked, setAsked] = useState<string>();
  const { submit, pending, problem, errorOf } = useAction(forgotAction);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    submit({ email: email ?? "" }, () => setAsked(email));
  };
  if (asked) {
    return (
      <Notice tone="good" live title="Look into your mail">
        If somebody here has the address {asked}, a link is on its way. It works once, for 24 hours.
      </Notice>
    );
  }
  return (
    <form onSubmit={ask} noValidate className="flex flex-col gap-4">
      <TextInput
        path="email"
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={errorOf("email")}
      />
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <Button type="submit" variant="primary" pending={pending}>
        Send me a link
      </Button>
    </form>
  );
}
