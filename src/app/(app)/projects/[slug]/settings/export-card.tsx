"use client";

import { useState } from "react";
import { askExport, askExports, isUnderWay, type TransferShown } from "#app/transfer-fetch.ts";
import { TransferProgress } from "#app/transfer-progress.tsx";
import { useEvery } from "#app/use-every.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatDateTime } from "#lib/format-date.ts";
import { formatBytes } from "#lib/format-size.ts";

type ExportCardProps = { slug: string; artefacts: { count: number; bytes: number }; standing: TransferShown[] };

/** The whole project as one file: asked for here, written by the worker, fetched when it is there. */
export function ExportCard({ slug, artefacts, standing }: ExportCardProps) {
  const [items, setItems] = useState(standing);
  const [withArtefacts, setWithArtefacts] = useState(true);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const look = async () => {
    const answer = await askExports(slug);
    if (typeof answer === "string") setProblem(answer);
    else setItems(answer.items);
  };
  useEvery(items.some(isUnderWay) ? 1_000 : null, look);
  const begin = async () => {
    setPending(true);
    const answer = await askExport(slug, withArtefacts);
    setProblem(typeof answer === "string" ? answer : undefined);
    await look();
    setPending(false);
  };
  const [newest] = items;
  return (
    <Card title="Export the project">
      <div className="flex flex-col gap-3">
        <p className="max-w-2xl text-base text-pretty text-ink-2">
          Everything in the project as one file: documents, sign-offs, evidence, facts, points, models and the log.
          Another installation, or this one, can make a project of it. Tokens and other secrets stay here.
        </p>
        {artefacts.count > 0 && (
          <label className="flex items-start gap-2 text-base">
            <input
              type="checkbox"
              className="mt-1"
              checked={withArtefacts}
              onChange={(event) => setWithArtefacts(event.target.checked)}
            />
            With the files that MLflow logged ({artefacts.count.toLocaleString("en-GB")}, {formatBytes(artefacts.bytes)}
            )
          </label>
        )}
        {problem && (
          <Notice tone="bad" live>
            {problem}
          </Notice>
        )}
        {newest && <Standing slug={slug} transfer={newest} />}
        <div>
          <Button pending={pending || (newest !== undefined && isUnderWay(newest))} onClick={() => void begin()}>
            {newest ? "Export again" : "Export the project"}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Standing({ slug, transfer }: { slug: string; transfer: TransferShown }) {
  const { id, state, problem, rowsDone, rowsTotal, sizeBytes, createdAt, createdByName, artefacts } = transfer;
  if (isUnderWay(transfer))
    return (
      <TransferProgress
        words={state === "waiting" ? "Waiting for the worker" : "Writing the file"}
        done={rowsDone}
        total={rowsTotal}
      />
    );
  if (state === "failed")
    return (
      <Notice tone="bad" title="The last export failed">
        {problem}
      </Notice>
    );
  const when = `${formatDateTime(createdAt)} UTC, by ${createdByName}`;
  if (state === "expired")
    return <p className="text-sm text-ink-2">The last file ({when}) was kept for a day and is gone.</p>;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1 text-base">
      <a
        href={`/api/v1/projects/${slug}/exports/${id}/file`}
        className="font-semibold underline underline-offset-2"
        download
      >
        Download the file
      </a>
      <span className="figures">{formatBytes(sizeBytes)}</span>
      <span className="text-sm text-ink-2">
        {when}
        {!artefacts && ", without MLflow’s files"}. Kept for a day.
      </span>
    </p>
  );
}
