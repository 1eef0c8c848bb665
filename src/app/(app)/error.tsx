"use client";

import { useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";

/** The digest is the id under which the server logged the error; its message never reaches the browser. */
export default function AppError({ error, retry }: { error: Error & { digest?: string }; retry?: () => void }) {
  useEffect(() => console.error(error.digest ?? "error without a digest"), [error]);
  return (
    <ErrorState
      title="Something went wrong"
      action={<Button onClick={() => (retry ? retry() : window.location.reload())}>Try again</Button>}
    >
      What you saved is safe.{" "}
      {error.digest ? `If it happens again, tell your administrator this number: ${error.digest}.` : ""}
    </ErrorState>
  );
}
