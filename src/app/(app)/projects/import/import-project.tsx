"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ImportPreview } from "#app/(app)/projects/import/import-preview.tsx";
import { ask, type ImportShown, importSchema, isUnderWay, sendProject } from "#app/transfer-fetch.ts";
import { TransferProgress } from "#app/transfer-progress.tsx";
import { useEvery } from "#app/use-every.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatBytes } from "#lib/format-size.ts";

type ImportProjectProps = { open: ImportShown | null; limitBytes: number };

/** Choose a file, read what is in it, then make a project of it; a reload in between loses nothing. */
export function ImportProject({ open, limitBytes }: ImportProjectProps) {
  const router = useRouter();
  const [shown, setShown] = useState(open);
  const [sent, setSent] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const take = (answer: ImportShown | string) => {
    if (typeof answer === "string") setProblem(answer);
    else {
      setProblem(undefined);
      setShown(answer);
    }
  };
  useEvery(shown && isUnderWay(shown) ? 1_000 : null, async () => {
    if (shown) take(await ask(importSchema, `/imports/${shown.id}`));
  });
  const send = async (file: File) => {
    setProblem(undefined);
    if (file.size > limitBytes) return setProblem(`A file may have at most ${formatBytes(limitBytes)}.`);
    setSent(0);
    const answer = await sendProject(file, setSent);
    setSent(undefined);
    take(answer);
    if (typeof answer !== "string") router.replace(`/projects/import?id=${answer.id}`);
  };
  return (
    <>
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      {!shown && (
        <Card>
          {sent === undefined ? (
            <FileChoice limitBytes={limitBytes} choose={(file) => void send(file)} />
          ) : (
            <TransferProgress words={sent < 1 ? "Sending the file" : "Reading what is in it"} done={sent} total={1} />
          )}
        </Card>
      )}
      {shown && isUnderWay(shown) && (
        <Card title={shown.manifest?.project.name}>
          <TransferProgress
            words={shown.state === "waiting" ? "Waiting for the worker" : "Making the project"}
            done={shown.rowsDone}
            total={shown.rowsTotal}
          />
        </Card>
      )}
      {shown?.state === "done" && (
        <Notice
          tone="good"
          live
          title="The project is here"
          action={<ButtonLink href={`/projects/${shown.slug}`}>Open it</ButtonLink>}
        >
          What happened before is marked as imported. Tokens, webhooks and links have to be set up again.
        </Notice>
      )}
      {shown?.state === "failed" && (
        <Notice tone="bad" live title="Nothing was imported">
          {shown.problem}
        </Notice>
      )}
      {shown?.manifest && (shown.state === "received" || shown.state === "failed") && (
        <ImportPreview shown={shown} manifest={shown.manifest} take={take} />
      )}
    </>
  );
}

function FileChoice({ limitBytes, choose }: { limitBytes: number; choose: (file: File) => void }) {
  return (
    <label className="flex min-w-0 flex-col gap-1.5 text-base font-semibold">
      File of a project
      <input
        type="file"
        accept=".zip,application/zip"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) choose(file);
        }}
        className="max-w-full text-base font-normal file:mr-3 file:h-8 file:rounded-control file:border file:border-edge file:bg-surface file:px-3 file:text-base file:font-semibold file:text-ink"
      />
      <span className="text-sm font-normal text-ink-2">
        A zip whose name ends in .throughline.zip, at most {formatBytes(limitBytes)}.
      </span>
    </label>
  );
}
