import { Card } from "#components/ui/card.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { type RetrainKind, RUN_INPUT, RUN_VARIABLE } from "#wire/retraining/request.ts";

/** What the other side has to do, so that what comes back is known. */
export function ReceivingCard({ slug, kind }: { slug: string; kind: RetrainKind }) {
  return (
    <Card title="On the other side">
      <div className="flex flex-col gap-2.5 text-base text-pretty text-ink-2">
        <p>
          {WORDS[kind]} The answer comes by a webhook that{" "}
          <TextLink href={`/projects/${slug}/connect`}>Connect</TextLink> describes; a training that logs to MLflow may
          say the same with the tag <code>throughline.retrain_run</code>.
        </p>
        <CodeBlock label="Lines for the other side" text={LINES[kind]} />
      </div>
    </Card>
  );
}

const WORDS: Readonly<Record<RetrainKind, string>> = {
  "github-workflow": "The workflow takes the run as an input and carries it in its title.",
  "github-dispatch": "The workflow carries the run of the event in its title.",
  gitlab: "The pipeline has the run as a variable, and GitLab’s pipeline events tell it by themselves.",
  webhook: "The receiver checks the signature (Standard Webhooks) and tells the run with the state that it reached.",
};

const LINES: Readonly<Record<RetrainKind, string>> = {
  "github-workflow": [
    `run-name: Retraining tl:\${{ inputs.${RUN_INPUT} }}`,
    "on:",
    "  workflow_dispatch:",
    "    inputs:",
    `      ${RUN_INPUT}: { type: string, required: true }`,
  ].join("\n"),
  "github-dispatch": [
    `run-name: Retraining tl:\${{ github.event.client_payload.correlation_id }}`,
    "on:",
    "  repository_dispatch: { types: [retrain] }",
  ].join("\n"),
  gitlab: [
    "retrain:",
    `  rules: [{ if: $${RUN_VARIABLE} }]`,
    "  script:",
    `    - python train.py --run-name "$${RUN_VARIABLE}"`,
  ].join("\n"),
  webhook: [
    "POST …/api/events/<project>   Content-Type: application/cloudevents+json",
    '{"specversion": "1.0", "id": "7", "source": "trainer", "type": "fact.retrain-runs",',
    ' "data": {"key": "<correlation_id>", "state": "running"}}',
  ].join("\n"),
};
