"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { acknowledgeAlertAction, resolveAlertAction, snoozeAlertAction } from "#app/(app)/projects/[slug]/actions.ts";
import { TextArea } from "#components/form/text-area.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { showToast } from "#components/ui/toast-store.ts";

type AlertActionsProps = {
  slug: string;
  id: string;
  title: string;
  acknowledged: boolean;
  snoozed: boolean;
  /** When it opened: an incident begins no later. */
  openedAt: string;
  /** A test alert: answering it ends it, and there is nothing to put off or to look into. */
  drill: boolean;
};

/** So long an alert may sleep; it leaves the inbox and keeps its state. */
const SLEEPS = [
  ["For an hour", 1],
  ["For four hours", 4],
  ["For a day", 24],
  ["For a week", 168],
] as const;

const DRILL_OVER = "Answered. The drill is over, and its record keeps when and by whom.";

export function AlertActions({ slug, id, title, acknowledged, snoozed, openedAt, drill }: AlertActionsProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [resolving, setResolving] = useState(false);
  const acknowledge = () =>
    startTransition(async () => {
      const answer = await acknowledgeAlertAction({ slug, id });
      showToast(
        answer.ok
          ? { message: drill ? DRILL_OVER : "Acknowledged. The alert stays open until it recovers." }
          : { tone: "bad", message: answer.message },
      );
      router.refresh();
    });
  const snooze = (hours: number | null, words: string) =>
    startTransition(async () => {
      const answer = await snoozeAlertAction({ slug, id, hours });
      const undo = hours === null ? undefined : { label: "Undo", onSelect: wake };
      showToast(answer.ok ? { message: words, action: undo } : { tone: "bad", message: answer.message });
      router.refresh();
    });
  const wake = () => snooze(null, "Awake again.");
  if (drill)
    return (
      <Button size="sm" pending={pending} onClick={acknowledge}>
        Acknowledge
      </Button>
    );
  const incident = new URLSearchParams({
    name: title.slice(0, 120),
    startedAt: openedAt,
    detectedAt: openedAt,
    alerts: id,
  });
  return (
    <div className="flex flex-wrap gap-x-1 gap-y-2">
      {!acknowledged && (
        <Button size="sm" pending={pending} onClick={acknowledge}>
          Acknowledge
        </Button>
      )}
      {snoozed && (
        <Button size="sm" variant="ghost" pending={pending} onClick={wake}>
          Wake
        </Button>
      )}
      {!acknowledged && !snoozed && (
        <Menu
          trigger={
            <Button size="sm" variant="ghost" disabled={pending}>
              Snooze
            </Button>
          }
          entries={SLEEPS.map(([label, hours]) => ({
            label,
            onSelect: () => snooze(hours, `Asleep ${label.toLowerCase()}.`),
          }))}
        />
      )}
      <Button size="sm" variant="ghost" onClick={() => setResolving(true)}>
        Resolve
      </Button>
      <ButtonLink
        size="sm"
        variant="ghost"
        href={`/projects/${slug}/facts/incidents/new?${incident}`}
        prefetch={false}
        aria-label={`Record an incident for ${title}`}
      >
        Incident
      </ButtonLink>
      {resolving && <ResolveDialog slug={slug} id={id} title={title} onClose={() => setResolving(false)} />}
    </div>
  );
}

function ResolveDialog({
  slug,
  id,
  title,
  onClose,
}: Pick<AlertActionsProps, "slug" | "id" | "title"> & { onClose: () => void }) {
  const router = useRouter();
  const [note, setNote] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const resolve = () =>
    startTransition(async () => {
      const answer = await resolveAlertAction({ slug, id, note: note ?? "" });
      if (!answer.ok) return setProblem(answer.fieldErrors?.note ?? answer.message);
      onClose();
      router.refresh();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Resolve “${title}”`}
      description="The alert closes with your note. It opens again when a later window is breached."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={resolve}>
            Resolve the alert
          </Button>
        </>
      }
    >
      <TextArea
        path={`note-${id}`}
        label="How was it resolved"
        value={note}
        onChange={setNote}
        error={problem}
        max={2000}
      />
    </Dialog>
  );
}
