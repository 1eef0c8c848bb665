"use client";

import { ButtonLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** The one time that the secret of a webhook stands on the screen. */
export function SecretShown({ secret, next }: { secret: string; next?: string }) {
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <Notice tone="warn" live title="Copy the secret now">
        It is shown this once. The receiver checks with it that what arrives is from here: the signature stands in the
        header webhook-signature, as Standard Webhooks has it.
      </Notice>
      <div className="flex flex-wrap items-start gap-2">
        <code className="min-w-0 flex-1 rounded-control bg-sunken px-2.5 py-2 font-mono text-sm break-all select-all">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy secret" />
      </div>
      {next && (
        <div>
          <ButtonLink href={next} prefetch={false} variant="primary">
            I have copied it
          </ButtonLink>
        </div>
      )}
    </div>
  );
}
