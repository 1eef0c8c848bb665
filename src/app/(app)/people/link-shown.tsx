import { CopyButton } from "#components/ui/copy-button.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** A one-time link, to hand over: the only moment in which it can be read. */
export function LinkShown({ name, url }: { name: string; url: string }) {
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="info" live>
        Give this link to {name}. It works once, within 24 hours, and is not shown again.
      </Notice>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 rounded-control bg-sunken px-2.5 py-2 font-mono text-sm break-all select-all">
          {url}
        </code>
        <CopyButton text={url} label="Copy link" />
      </div>
    </div>
  );
}
