"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { createShareAction } from "#app/(app)/projects/[slug]/documents/actions.ts";
import { type Shareable, ShareForm } from "#app/(app)/projects/[slug]/documents/share-form.tsx";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";

type NewShareProps = { slug: string; documents: readonly Shareable[] };

/** Makes a read-only link and shows its address, this once. */
export function NewShare({ slug, documents }: NewShareProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<{ url: string; audience: string }>();
  const run = useAction(createShareAction);
  const close = () => {
    setOpen(false);
    setMade(undefined);
    run.reset();
    router.refresh();
  };
  return (
    <>
      <Button size="sm" variant="primary" onClick={() => setOpen(true)}>
        Share
      </Button>
      <Dialog open={open} onClose={close} title={made ? `Link for ${made.audience}` : "Share read-only"}>
        {made ? (
          <LinkShown url={made.url} />
        ) : (
          <ShareForm slug={slug} documents={documents} run={run} onMade={setMade} />
        )}
      </Dialog>
    </>
  );
}

function LinkShown({ url }: { url: string }) {
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn" live title="Copy it now">
        It is shown this once. Whoever has it can read the document without signing in, until it ends or is revoked.
      </Notice>
      <div className="flex flex-wrap items-start gap-2">
        <code className="min-w-0 flex-1 rounded-control bg-sunken px-2.5 py-2 font-mono text-sm break-all select-all">
          {url}
        </code>
        <CopyButton text={url} label="Copy link" />
      </div>
    </div>
  );
}
