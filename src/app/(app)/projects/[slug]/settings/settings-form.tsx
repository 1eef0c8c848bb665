"use client";

import { useRouter } from "next/navigation";
import { changeProjectAction } from "#app/(app)/projects/[slug]/actions.ts";
import { type ProjectAnswers, ProjectForm } from "#app/(app)/projects/[slug]/project-form.tsx";
import { PeopleAnswer } from "#app/(app)/projects/[slug]/settings/people-answer.tsx";
import { showToast } from "#components/ui/toast-store.ts";

type SettingsFormProps = {
  slug: string;
  version: number;
  tierNow: number;
  affectsPeople: boolean;
  initial: ProjectAnswers;
  zones: readonly string[];
};

export function SettingsForm({ slug, version, tierNow, affectsPeople, initial, zones }: SettingsFormProps) {
  const router = useRouter();
  const change = async ({ tier, ...answers }: ProjectAnswers) => {
    const answer = await changeProjectAction({
      slug,
      change: { ...answers, summary: answers.summary ?? "", version, tier: tier === "3" ? 3 : tier === "2" ? 2 : 1 },
    });
    if (answer.ok) showToast({ tone: "good", message: "Settings saved" });
    if (answer.ok) router.refresh();
    return answer;
  };
  return (
    <ProjectForm
      initial={initial}
      submitLabel="Save the settings"
      save={change}
      tierNow={tierNow}
      zones={zones}
      people={<PeopleAnswer slug={slug} affectsPeople={affectsPeople} />}
    />
  );
}
