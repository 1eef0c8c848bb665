"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { showToast } from "#components/ui/toast-store.ts";

/** Ends this session on the server, then leaves by a full load, so that nothing of the person stays in memory. */
export function SignOutButton() {
  const [pending, setPending] = useState(false);
  const signOut = async () => {
    setPending(true);
    const answer = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    }).catch(() => null);
    if (answer?.ok) return window.location.assign("/sign-in");
    setPending(false);
    showToast({ tone: "bad", message: "You are still signed in: the server did not answer. Try again." });
  };
  return (
    <Button variant="ghost" pending={pending} onClick={() => void signOut()}>
      Sign out
    </Button>
  );
}
