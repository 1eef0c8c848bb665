"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { removeTargetAction, setTargetAction } from "#app/(app)/projects/[slug]/connect/retraining/actions.ts";
import { useAction } from "#app/use-action.ts";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { NumberInput } from "#components/form/number-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { YesNoInput } from "#components/form/yes-no-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { RETRAIN_KINDS, RETRAIN_NAMES, type RetrainKind, USUAL_ADDRESSES } from "#wire/retraining/request.ts";

type Answers = {
  kind: RetrainKind;
  address: string;
  place?: string | null;
  workflow?: string | null;
  ref?: string | null;
  eventType?: string | null;
  automatic: boolean;
  answerHours: number;
};

type TargetFormProps = { slug: string; initial: Answers | null; hasSecret: boolean };

const FIRST: Answers = {
  ...{ kind: "github-workflow", address: USUAL_ADDRESSES["github-workflow"], ref: "main" },
  ...{ automatic: true, answerHours: 24 },
};
const OPTIONS = RETRAIN_KINDS.map((value) => ({ value, label: RETRAIN_NAMES[value] }));

export function TargetForm({ slug, initial, hasSecret }: TargetFormProps) {
  const router = useRouter();
  const [answers, setAnswers] = useState<Answers>(initial ?? FIRST);
  const [secret, setSecret] = useState<string>();
  const { submit, pending, problem, errorOf } = useAction(setTargetAction);
  const removal = useAction(removeTargetAction);
  const set = (patch: Partial<Answers>) => setAnswers((known) => ({ ...known, ...patch }));
  const { kind } = answers;
  // the schema names the part within what is sent, the verb the part alone
  const problemOf = (name: string) => errorOf(name) ?? errorOf(`target.${name}`);
  const field = (name: Part) => ({ path: `target.${name}`, ...PARTS[name], error: problemOf(name) });
  const part = (name: Exclude<Part, "address">) => (
    <TextInput {...field(name)} value={answers[name]} onChange={(value) => set({ [name]: value ?? null })} />
  );
  const saved = () => {
    setSecret(undefined);
    showToast({ tone: "good", message: "Saved" });
    router.refresh();
  };
  const save = () => {
    const { address, automatic, answerHours, place, workflow, ref, eventType } = answers;
    const told = Object.entries({ place, workflow, ref, eventType, secret }).filter(([, value]) => value);
    submit({ slug, target: { kind, address, automatic, answerHours, ...Object.fromEntries(told) } }, saved);
  };
  return (
    <form
      className="flex max-w-xl flex-col gap-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <ChoiceInput
        path="target.kind"
        label="What is asked"
        options={OPTIONS}
        value={kind}
        onChange={(value) => value && set({ kind: value, address: USUAL_ADDRESSES[value] })}
      />
      <TextInput
        {...field("address")}
        label={kind === "webhook" ? "Address" : "Address of its API"}
        help={HELP[kind]}
        value={answers.address}
        onChange={(value) => set({ address: value ?? "" })}
      />
      {kind !== "webhook" && part("place")}
      {kind === "github-workflow" && part("workflow")}
      {kind === "github-dispatch" && part("eventType")}
      {(kind === "github-workflow" || kind === "gitlab") && part("ref")}
      <TextInput
        path="target.secret"
        label={kind === "webhook" ? "Secret that it is signed with" : "Token"}
        help={`${TOKENS[kind]}${hasSecret ? " One is kept; leave this empty to keep it." : ""}`}
        type="password"
        value={secret}
        onChange={setSecret}
        error={problemOf("secret")}
      />
      <YesNoInput
        path="target.automatic"
        label="Ask by itself when a trigger fires"
        help="No: a firing queues the run, and somebody starts it."
        value={answers.automatic}
        onChange={(value) => set({ automatic: value ?? false })}
      />
      <NumberInput
        path="target.answerHours"
        label="Say so after this long without a word"
        unit="hours"
        whole
        value={answers.answerHours}
        onChange={(value) => set({ answerHours: value ?? 24 })}
        error={problemOf("answerHours")}
      />
      {(problem || removal.problem) && (
        <Notice tone="bad" live>
          {problem ?? removal.problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" type="submit" pending={pending}>
          Save
        </Button>
        {initial && (
          <Button pending={removal.pending} onClick={() => removal.submit({ slug }, () => router.refresh())}>
            Remove
          </Button>
        )}
      </div>
    </form>
  );
}

type Part = "address" | "place" | "workflow" | "ref" | "eventType";

const PARTS: Readonly<Record<Part, { label: string; help?: string }>> = {
  address: { label: "Address" },
  place: {
    label: "Repository or project",
    help: "On GitHub owner/repository, on GitLab the project’s path or number.",
  },
  workflow: { label: "Workflow", help: "Its file, such as retrain.yml." },
  ref: { label: "Branch" },
  eventType: { label: "Type of the event", help: "The workflow listens to it, such as retrain." },
};

const GITHUB = "GitHub Enterprise: https://your-host/api/v3";
const HELP: Readonly<Record<RetrainKind, string>> = {
  ...{ "github-workflow": GITHUB, "github-dispatch": GITHUB },
  ...{ gitlab: "Your own GitLab: https://your-host", webhook: "It begins with https://" },
};

const TOKENS: Readonly<Record<RetrainKind, string>> = {
  "github-workflow": "A fine-grained token with write access to Actions. Kept sealed, never shown again.",
  "github-dispatch": "A fine-grained token with write access to contents. Kept sealed, never shown again.",
  gitlab: "A pipeline trigger token. Kept sealed, never shown again.",
  webhook: "At least 16 characters, known to both sides. Kept sealed, never shown again.",
};
