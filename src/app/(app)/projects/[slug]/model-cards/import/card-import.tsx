"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { CardVerdict } from "#app/(app)/projects/[slug]/model-cards/import/card-verdict.tsx";
import { type SentCard, sendCard } from "#app/(app)/projects/[slug]/model-cards/import/send-card.ts";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { TextArea } from "#components/form/text-area.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { showToast } from "#components/ui/toast-store.ts";

type Version = { key: string; label: string; cardKey: string; cardTitle: string | null };
type CardImportProps = { slug: string; versions: readonly Version[]; first: string | undefined };

const LIMIT_BYTES = 1024 * 1024;

/** A file or a pasted text, what it becomes, and the button that keeps it. Nothing is written before that. */
export function CardImport({ slug, versions, first }: CardImportProps) {
  const router = useRouter();
  const [about, setAbout] = useState(first);
  const [text, setText] = useState<string>();
  const [answer, setAnswer] = useState<SentCard>();
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);
  const version = versions.find(({ key }) => key === about);
  const list = `/projects/${slug}/stages/model`;
  const change = (next: { text?: string | undefined; about?: string | undefined }) => {
    if ("text" in next) setText(next.text);
    if ("about" in next) setAbout(next.about);
    setAnswer(undefined);
    setProblem(undefined);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > LIMIT_BYTES) return setProblem("A card may have at most 1 MB.");
    change({ text: await file.text() });
  };
  const send = async (dryRun: boolean) => {
    if (!text || !version) return;
    setPending(true);
    setProblem(undefined);
    const place = { slug, key: version.cardKey, modelVersion: version.key, dryRun };
    const sent = await sendCard(text, { ...place, version: dryRun ? undefined : (answer?.version ?? undefined) });
    setPending(false);
    if (typeof sent === "string") return setProblem(sent);
    setAnswer(sent);
    if (dryRun) return;
    showToast({ tone: "good", message: "The model card is kept." });
    router.push(`/projects/${slug}/model-cards/${encodeURIComponent(version.cardKey)}`);
    router.refresh();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send(true);
      }}
    >
      <ChoiceInput
        as="select"
        path="modelVersion"
        label="The model version that it is about"
        help={version?.cardTitle ? `Its card “${version.cardTitle}” is replaced.` : "It has no card yet."}
        options={versions.map(({ key, label }) => ({ value: key, label }))}
        value={about}
        onChange={(next) => change({ about: next })}
      />
      <label className="flex min-w-0 flex-col gap-1.5 text-base font-semibold">
        Markdown file
        <input
          type="file"
          accept=".md,.markdown,text/markdown,text/plain"
          disabled={pending}
          onChange={(event) => void take(event.target.files?.[0])}
          className="max-w-full text-base font-normal file:mr-3 file:h-8 file:rounded-control file:border file:border-edge file:bg-surface file:px-3 file:text-base file:font-semibold file:text-ink"
        />
      </label>
      <TextArea
        path="markdown"
        label="Or its text"
        help="Paste the whole card, with the lines between --- at its head."
        rows={8}
        value={text}
        onChange={(next) => change({ text: next })}
      />
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      {answer && <CardVerdict answer={answer} />}
      <div className="flex flex-wrap gap-2">
        {answer && answer.issues.length === 0 ? (
          <Button type="button" variant="primary" pending={pending} onClick={() => void send(false)}>
            {answer.exists ? "Replace the card" : "Keep the card"}
          </Button>
        ) : (
          <Button type="submit" variant="primary" pending={pending} disabled={!text || !version}>
            Show what it becomes
          </Button>
        )}
        <ButtonLink href={list} prefetch={false}>
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}
