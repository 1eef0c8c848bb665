"use client";

import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useTransition } from "react";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { saveStageAction } from "#app/(app)/projects/[slug]/stages/actions.ts";
import { StageForm, type StageFormProps } from "#stages/form/stage-form.tsx";

type StageDocumentProps = Omit<StageFormProps, "draftKey" | "save" | "onSaved" | "signInHref"> & {
  place: Place;
  userId: string;
  children: ReactNode;
};

/** Joins the form's shell to this project: saves by the action, and has the page follow what was saved. */
export function StageDocument({ place, userId, ...form }: StageDocumentProps) {
  const router = useRouter();
  const pathname = usePathname();
  const [, startTransition] = useTransition();
  return (
    <StageForm
      {...form}
      draftKey={`${userId}.${place.slug}.${place.stage}`}
      save={(draft) => saveStageAction({ ...place, draft })}
      onSaved={() => startTransition(() => router.refresh())}
      signInHref={`/sign-in?next=${encodeURIComponent(pathname)}`}
    />
  );
}
