"use client";

import { useRouter } from "next/navigation";
import { createProjectAction } from "#app/(app)/projects/[slug]/actions.ts";
import { type ProjectAnswers, ProjectForm } from "#app/(app)/projects/[slug]/project-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

type NewProjectProps = { currency: string; timeZone: string; zones: readonly string[] };

export function NewProjectForm({ currency, timeZone, zones }: NewProjectProps) {
  const router = useRouter();
  const create = async ({ tier, reason: _, ...answers }: ProjectAnswers) => {
    const answer = await createProjectAction({
      ...answers,
      name: answers.name ?? "",
      tier: tier === "3" ? 3 : tier === "2" ? 2 : 1,
    });
    if (answer.ok) router.push(`/projects/${answer.value.slug}/stages/business-case`);
    return answer;
  };
  return (
    <ProjectForm
      initial={{ tier: "1", currency, timeZone }}
      submitLabel="Create the project"
      save={create}
      zones={zones}
    >
      <ButtonLink href="/portfolio">Cancel</ButtonLink>
    </ProjectForm>
  );
}
