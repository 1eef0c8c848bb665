"use client";

import { useState } from "react";
import { postSignIn } from "#app/(auth)/sign-in/post-sign-in.ts";
import { Avatar } from "#components/ui/avatar.tsx";
import { Spinner } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

export type DemoChoice = { name: string; email: string; role: string };

/** One button a role. The people are invented, and so their password is no secret. */
export function DemoSignIn({
  people,
  password,
  next,
}: {
  people: readonly DemoChoice[];
  password: string;
  next: string;
}) {
  const [going, setGoing] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const enter = async (email: string) => {
    setGoing(email);
    const refused = await postSignIn(email, password);
    if (!refused) return window.location.assign(next);
    setGoing(null);
    setProblem(refused);
  };
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col">
        {people.map(({ name, email, role }) => (
          <li key={email} className="border-t border-rule first:border-t-0">
            <button
              type="button"
              disabled={going !== null}
              onClick={() => void enter(email)}
              className="flex w-full items-center gap-3 rounded-control px-2 py-2 text-left hover:not-disabled:bg-sunken disabled:opacity-60"
            >
              <Avatar person={{ id: email, name }} size={28} silent />
              <span className="min-w-0 flex-1">
                <span className="block text-base font-semibold">{name}</span>
                <span className="block text-sm text-ink-2">{role}</span>
              </span>
              {going === email ? <Spinner /> : <Arrow />}
            </button>
          </li>
        ))}
      </ul>
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
    </div>
  );
}

function Arrow() {
  return (
    <svg
      viewBox="0 0 16 16"
      className="size-4 text-ink-2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <path d="M3 8h10m-4-4 4 4-4 4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
