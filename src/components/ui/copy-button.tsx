"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";

type CopyButtonProps = { text: string; label?: string; copiedLabel?: string };

/** Copies and says so for two seconds; where the clipboard is denied, it says that instead. */
export function CopyButton({ text, label = "Copy", copiedLabel = "Copied" }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<string | null>(null);
  const copy = async () => {
    const said = await navigator.clipboard.writeText(text).then(
      () => copiedLabel,
      () => "Select and copy by hand",
    );
    setOutcome(said);
    setTimeout(() => setOutcome(null), 2000);
  };
  return (
    <Button size="sm" onClick={() => void copy()}>
      <span aria-live="polite">{outcome ?? label}</span>
    </Button>
  );
}
