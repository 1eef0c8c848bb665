"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { endAllSessionsAction, endSessionAction } from "#app/(app)/profile/actions.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Tag } from "#components/ui/tag.tsx";

export type SessionLine = { id: string; device: string; address: string; used: ReactNode; here: boolean };

export function SessionList({ sessions }: { sessions: readonly SessionLine[] }) {
  const router = useRouter();
  const one = useAction(endSessionAction);
  const all = useAction(endAllSessionsAction);
  const problem = one.problem ?? all.problem;
  return (
    <div className="flex flex-col gap-3">
      <ul>
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-3 border-t border-rule py-2.5 first:border-t-0"
          >
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 text-base font-semibold">
                {session.device}
                {session.here && <Tag tone="good">This device</Tag>}
              </p>
              <p className="text-sm text-ink-2">
                {session.address && <>{session.address}, </>}
                {session.used}
              </p>
            </div>
            {!session.here && (
              <Button
                size="sm"
                pending={one.pending}
                aria-label={`Sign out ${session.device}`}
                onClick={() => one.submit({ id: session.id }, () => router.refresh())}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        {sessions.length > 1 && (
          <Button pending={all.pending} onClick={() => all.submit({ here: false }, () => router.refresh())}>
            Sign out everywhere else
          </Button>
        )}
        <Button
          pending={all.pending}
          onClick={() => all.submit({ here: true }, () => window.location.assign("/sign-in"))}
        >
          Sign out everywhere
        </Button>
      </div>
    </div>
  );
}
