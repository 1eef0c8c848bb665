"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { archiveProjectAction, deleteProjectAction } from "#app/(app)/projects/[slug]/actions.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { showToast } from "#components/ui/toast-store.ts";

type FateCardProps = { slug: string; name: string; archived: boolean; mayDelete: boolean };

/** Archive and delete: both can be taken back, the second for 30 days. */
export function FateCard({ slug, name, archived, mayDelete }: FateCardProps) {
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  const [pending, setPending] = useState(false);
  const archive = async () => {
    setPending(true);
    const answer = await archiveProjectAction({ slug, fate: archived ? "unarchive" : "archive" });
    setPending(false);
    if (!answer.ok) return showToast({ tone: "bad", message: answer.message });
    showToast({
      tone: "good",
      message: archived ? "Back in the portfolio" : "Archived. It left the portfolio and stays readable.",
    });
    router.refresh();
  };
  const remove = async () => {
    const answer = await deleteProjectAction({ slug, fate: "delete" });
    if (!answer.ok) return answer.message;
    router.push("/trash");
    return undefined;
  };
  return (
    <Card title="Archive or delete">
      <div className="flex flex-col gap-4">
        <Line
          text={
            archived
              ? "The project is archived: readable, but not in the portfolio."
              : "An archived project leaves the portfolio, the inbox and the alerts, and stays readable."
          }
          action={
            <Button pending={pending} onClick={() => void archive()}>
              {archived ? "Take out of the archive" : "Archive the project"}
            </Button>
          }
        />
        {mayDelete && (
          <Line
            text="A deleted project can be brought back for 30 days from the trash; after that it is gone with its points."
            action={
              <Button variant="danger" onClick={() => setDeleting(true)}>
                Delete the project
              </Button>
            }
          />
        )}
      </div>
      <ConfirmDialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title={`Delete “${name}”?`}
        confirmLabel="Delete the project"
        danger
        onConfirm={remove}
      >
        Everybody loses sight of it at once. You or an administrator can bring it back for 30 days from the trash.
      </ConfirmDialog>
    </Card>
  );
}

function Line({ text, action }: { text: string; action: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="max-w-xl text-base text-pretty text-ink-2">{text}</p>
      {action}
    </div>
  );
}
