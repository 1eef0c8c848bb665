"use client";

import { useEffect, useState } from "react";
import { findCandidatesAction } from "#app/(app)/projects/[slug]/members/actions.ts";
import { TextInput } from "#components/form/text-input.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export type Candidate = { id: string; name: string; email: string };

type PickerProps = { slug: string; chosen: Candidate | undefined; onChoose: (person: Candidate) => void };

/** Asks a moment after the last letter; an answer that comes late, to an older question, is dropped. */
export function CandidatePicker({ slug, chosen, onChoose }: PickerProps) {
  const [q, setQ] = useState("");
  const [found, setFound] = useState<readonly Candidate[] | null>(null);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const answer = await findCandidatesAction({ slug, q }).catch(() => null);
      if (!current) return;
      setProblem(answer?.ok ? undefined : (answer?.message ?? "The server did not answer."));
      setFound(answer?.ok ? answer.value : []);
    };
    const timer = setTimeout(() => void ask(), q ? 200 : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [slug, q]);
  return (
    <div className="flex flex-col gap-2">
      <TextInput
        path="person"
        type="search"
        label="Person"
        placeholder="Name or e-mail"
        value={q}
        onChange={(next) => setQ(next ?? "")}
        error={problem}
      />
      {found === null ? (
        <Skeleton className="h-20 w-full" />
      ) : (
        <fieldset className="max-h-52 overflow-y-auto rounded-control border border-rule">
          <legend className="sr-only">People found</legend>
          {found.map((person) => (
            <label
              key={person.id}
              className="flex items-center gap-2.5 px-2.5 py-2 hover:bg-sunken/50 has-checked:bg-selected"
            >
              <input
                type="radio"
                name="person"
                checked={chosen?.id === person.id}
                onChange={() => onChoose(person)}
                className="size-4 accent-action"
              />
              <Avatar person={person} silent />
              <span className="min-w-0">
                <span className="block font-medium">{person.name}</span>
                <span className="block text-sm text-ink-2">{person.email}</span>
              </span>
            </label>
          ))}
          {found.length === 0 && (
            <p className="px-2.5 py-3 text-sm text-pretty text-ink-2">
              Nobody found who is not a member already. An administrator adds new people under People.
            </p>
          )}
        </fieldset>
      )}
    </div>
  );
}
