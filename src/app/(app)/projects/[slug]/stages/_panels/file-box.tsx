"use client";

import { useState } from "react";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { classNames } from "#lib/class-names.ts";
import { formatBytes } from "#lib/format-size.ts";

type FileBoxProps = { file: File | null; sent: number | null; onChoose: (file: File | null) => void };

/** A file to choose or to drop, and how much of it is sent. */
export function FileBox({ file, sent, onChoose }: FileBoxProps) {
  const [over, setOver] = useState(false);
  return (
    <div className="flex flex-col gap-1.5">
      <label
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          onChoose(event.dataTransfer.files[0] ?? null);
        }}
        className={classNames(
          "flex flex-col items-center gap-0.5 rounded-control border border-dashed px-4 py-6 text-center text-base has-focus-visible:outline-2 has-focus-visible:outline-focus",
          over ? "border-ink bg-sunken" : "border-edge hover:border-idle",
        )}
      >
        <span className="font-semibold">{file ? file.name : "Choose a file, or drop one here"}</span>
        <span className="text-sm text-ink-2">
          {file ? formatBytes(file.size) : "PDF, picture, text, table, notebook or archive, up to 25 MB"}
        </span>
        <input type="file" className="sr-only" onChange={(event) => onChoose(event.target.files?.[0] ?? null)} />
      </label>
      {sent !== null && <ProgressBar value={sent} label={`${Math.round(sent * 100)}% sent`} tone="info" />}
    </div>
  );
}
