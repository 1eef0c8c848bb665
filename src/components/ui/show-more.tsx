import { ButtonLink } from "#components/ui/button.tsx";

type ShowMoreProps = { shown: number; total?: number | undefined; noun: string; nextHref?: string | undefined };

/** The end of a list that is read page by page by key: how much is shown, and the next part. */
export function ShowMore({ shown, total, noun, nextHref }: ShowMoreProps) {
  return (
    <div className="no-print flex flex-wrap items-center justify-between gap-3 text-base text-ink-2">
      <p className="figures">
        {total === undefined
          ? `${shown.toLocaleString("en-GB")} ${shown === 1 ? noun.replace(/s$/, "") : noun} shown`
          : `${shown.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} ${noun}`}
      </p>
      {nextHref && (
        <ButtonLink href={nextHref} prefetch={false} scroll={false} size="sm">
          Show more
        </ButtonLink>
      )}
    </div>
  );
}
