"use client";

import { useState } from "react";
import { changeProfileAction } from "#app/(app)/profile/actions.ts";
import { useAction } from "#app/use-action.ts";
import { SegmentedControl } from "#components/ui/segmented-control.tsx";
import { showToast } from "#components/ui/toast-store.ts";

export type Theme = "system" | "light" | "dark";

const OPTIONS: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Shows at once and is kept behind it; when that fails, the page goes back. */
export function ThemeChoice({ theme }: { theme: Theme }) {
  const [shown, setShown] = useState(theme);
  const { submit } = useAction(async (next: Theme) => {
    const answer = await changeProfileAction({ theme: next });
    if (!answer.ok) {
      show(theme);
      showToast({ tone: "bad", message: answer.message });
    }
    return answer;
  });
  const show = (next: Theme) => {
    document.documentElement.dataset.theme = next;
    setShown(next);
  };
  const choose = (next: Theme) => {
    show(next);
    submit(next);
  };
  return <SegmentedControl label="Theme" options={OPTIONS} value={shown} onChange={choose} />;
}
