import Link from "next/link";
import { currencySymbol } from "#lib/format.ts";
import type { CanvasBox } from "#stages/ml-canvas.ts";

type CanvasGridProps = { boxes: readonly CanvasBox[]; base: string; currency: string };

/** Twelve boxes, four to a row where there is room, always so on paper. */
export function CanvasGrid({ boxes, base, currency }: CanvasGridProps) {
  return (
    <div className="grid overflow-hidden rounded-card border border-rule sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4 print:grid-cols-4">
      {boxes.map(({ key, title, question, stage, lines }) => (
        <section
          key={key}
          aria-label={title}
          className="-mt-px -ml-px border-t border-l border-rule bg-surface p-3.5 break-inside-avoid print:min-h-[54mm] print:p-2"
        >
          <h3 className="text-base font-semibold print:text-sm">
            <Link href={`${base}/stages/${stage}`} prefetch={false} className="hover:underline">
              {title}
            </Link>
          </h3>
          <p className="text-sm text-ink-2 print:text-[7.5pt]">
            {question}
            {key === "worth" && ` In ${currencySymbol(currency).trim()}.`}
          </p>
          <dl className="mt-2 flex flex-col gap-1.5 text-base print:mt-1 print:gap-0.5 print:text-[8.5pt] print:leading-tight">
            {lines.map(({ name, text }) => (
              <div key={name}>
                <dt className="mr-1 inline text-sm text-ink-2 print:text-[7.5pt]">{name}</dt>
                <dd className="inline text-pretty wrap-anywhere">
                  {text ?? <span className="text-ink-2 italic">not said yet</span>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
