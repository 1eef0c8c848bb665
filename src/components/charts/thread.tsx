import Link from "next/link";
import { classNames } from "#lib/class-names.ts";

export type ThreadTone = "good" | "warn" | "bad" | "none";
export type ThreadKnot = { tone: ThreadTone; text: string };
export type ThreadRow = { key: string; name: string; knots: readonly ThreadKnot[] };
export type ThreadStep = { name: string; href: string };

type ThreadProps = { steps: readonly ThreadStep[]; rows: readonly ThreadRow[]; label: string };

/** One line a row through the same few steps, with a knot at each: shape and words say how it stands there. */
export function Thread({ steps, rows, label }: ThreadProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="-mx-4 overflow-x-auto px-4 print:overflow-visible"
    >
      <table className="w-full min-w-[34rem] border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th scope="col" className="pr-2 pb-1 text-left font-medium text-ink-2">
              Group
            </th>
            {steps.map(({ name, href }) => (
              <th key={name} scope="col" className="px-1 pb-1 text-left font-medium text-ink-2">
                <Link href={href} prefetch={false} className="hover:text-ink hover:underline">
                  {name}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" className="min-w-22 max-w-36 py-1.5 pr-2 text-left align-top font-semibold wrap-anywhere">
                {row.name}
              </th>
              {row.knots.map((knot, at) => (
                <td key={steps[at]?.name} className="px-1 py-1.5 align-top">
                  <div aria-hidden="true" className="relative mb-0.5 h-4">
                    <span
                      className={classNames(
                        "absolute top-1/2 h-px -translate-y-1/2 bg-edge",
                        at === 0 ? "left-1.5" : "-left-1",
                        at === row.knots.length - 1 ? "w-3" : "-right-1",
                      )}
                    />
                    <Knot tone={knot.tone} />
                  </div>
                  <span className={classNames("figures", WORDS[knot.tone])}>{knot.text}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const WORDS: Record<ThreadTone, string> = {
  good: "text-ink",
  warn: "text-warn",
  bad: "font-semibold text-bad",
  none: "text-ink-2",
};
const INKS: Record<ThreadTone, string> = {
  good: "text-done",
  warn: "text-warn",
  bad: "text-attention",
  none: "text-idle",
};

function Knot({ tone }: { tone: ThreadTone }) {
  return (
    <svg
      aria-hidden="true"
      width="14"
      height="14"
      viewBox="0 0 14 14"
      className={classNames("absolute top-px left-0", INKS[tone])}
    >
      {SHAPES[tone]}
    </svg>
  );
}

const SHAPES = {
  good: <circle cx="7" cy="7" r="5" fill="currentColor" />,
  warn: <path d="M7 1.5 13 12.5H1z" fill="currentColor" />,
  bad: <path d="M7 .5 13.5 7 7 13.5.5 7z" fill="currentColor" />,
  none: (
    <circle
      cx="7"
      cy="7"
      r="4.4"
      className="fill-surface"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeDasharray="2 2"
    />
  ),
} as const;
