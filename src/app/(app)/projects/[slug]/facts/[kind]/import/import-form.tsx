"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type ImportAnswer, sendCsv } from "#app/(app)/projects/[slug]/facts/[kind]/import/send-csv.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { toCsv } from "#lib/csv.ts";

type ImportFormProps = {
  place: { slug: string; kind: string };
  words: { one: string; many: string };
  head: readonly string[];
  back: string;
};

type State = { file: File; answer: ImportAnswer } | null;

/** Choose a file, see what it would do, then keep its good rows; the bad ones can be taken home with their reasons. */
export function ImportForm({ place, words, head, back }: ImportFormProps) {
  const router = useRouter();
  const [state, setState] = useState<State>(null);
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);
  const run = async (file: File, dryRun: boolean) => {
    setPending(true);
    setProblem(undefined);
    const answer = await sendCsv(place, file, dryRun);
    setPending(false);
    if (typeof answer === "string") {
      setProblem(answer);
      return;
    }
    setState({ file, answer });
    if (dryRun) return;
    showToast({ tone: "good", message: `${answer.created} recorded, ${answer.changed} changed.` });
    if (answer.refusedRows.length === 0) router.push(back);
    router.refresh();
  };
  const good = state ? state.answer.created + state.answer.changed : 0;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-3">
        <label className="flex min-w-0 flex-col gap-1.5 text-base font-semibold">
          CSV file
          <input
            type="file"
            accept=".csv,text/csv,text/plain"
            disabled={pending}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void run(file, true);
            }}
            className="max-w-full text-base font-normal file:mr-3 file:h-8 file:rounded-control file:border file:border-edge file:bg-surface file:px-3 file:text-base file:font-semibold file:text-ink"
          />
        </label>
        <a
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(toCsv(head, []))}`}
          download={`${place.kind}-template.csv`}
          className="py-1.5 text-sm font-medium text-ink-2 underline underline-offset-2 hover:text-ink"
        >
          Empty file with the column names
        </a>
      </div>
      {pending && (
        <p role="status" className="text-base text-ink-2">
          Reading the file
        </p>
      )}
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      {state && <Verdict state={state} words={words} place={place} />}
      {state && good > 0 && (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" pending={pending} onClick={() => void run(state.file, false)}>
            Keep {good} {good === 1 ? words.one : words.many}
          </Button>
          <ButtonLink href={back} prefetch={false}>
            Cancel
          </ButtonLink>
        </div>
      )}
    </div>
  );
}

const SHOWN = 50;

function Verdict({
  state: { answer },
  words,
  place,
}: {
  state: NonNullable<State>;
  words: ImportFormProps["words"];
  place: ImportFormProps["place"];
}) {
  const { rows, created, changed, unchanged, refusedRows, columns } = answer;
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="text-base">
        {rows} {rows === 1 ? "row" : "rows"}: {created} new, {changed} changed, {unchanged} as they stand already,{" "}
        {refusedRows.length} with problems.
      </p>
      {refusedRows.length > 0 && (
        <>
          <TableScroll label="Rows with problems" className="max-h-96 rounded-card border border-rule">
            <Table>
              <thead>
                <tr>
                  <Th number>Line</Th>
                  <Th>Column</Th>
                  <Th>Problem</Th>
                  <Th>What stands there</Th>
                </tr>
              </thead>
              <tbody>
                {refusedRows.slice(0, SHOWN).flatMap(({ line, issues, cells }) =>
                  issues.map(({ path, message }) => (
                    <tr key={`${line} ${path} ${message}`}>
                      <Td number>{line}</Td>
                      <Td className="font-mono text-sm">{path}</Td>
                      <Td className="min-w-40">{message}</Td>
                      <Td className="min-w-24 text-ink-2">
                        <span className="line-clamp-2 wrap-anywhere">{cells[path] || "–"}</span>
                      </Td>
                    </tr>
                  )),
                )}
              </tbody>
            </Table>
          </TableScroll>
          <p className="text-base text-ink-2">
            {refusedRows.length > SHOWN && `The first ${SHOWN} are shown. `}
            <button
              type="button"
              onClick={() => saveText(`${place.kind}-to-mend.csv`, refusedCsv(columns, refusedRows))}
              className="font-medium underline underline-offset-2"
            >
              The {refusedRows.length} {refusedRows.length === 1 ? words.one : words.many} to mend, as CSV
            </button>
          </p>
        </>
      )}
    </div>
  );
}

/** Not as an address: browsers cut addresses of some megabytes. */
function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** The refused rows as they came, with a last column that says why; a second import ignores that column. */
function refusedCsv(columns: readonly string[], rows: ImportAnswer["refusedRows"]): string {
  const why = (issues: ImportAnswer["refusedRows"][number]["issues"]) =>
    issues.map(({ path, message }) => [path, message].filter(Boolean).join(": ")).join("; ");
  return toCsv(
    [...columns, "computed.problem"],
    rows.map(({ cells, issues }) => [...columns.map((column) => cells[column] ?? ""), why(issues)]),
  );
}
