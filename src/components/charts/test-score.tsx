import { classNames } from "#lib/class-names.ts";

export type ScoreSection = {
  name: string;
  sum: number;
  weakest: boolean;
  tests: readonly { name: string; answer: 0 | 0.5 | 1 }[];
};

const WORDS = { 0: "not done", 0.5: "by hand", 1: "automated" } as const;

/** Four rows of seven tests: an empty, a half or a full square; the weakest row decides and says so. */
export function TestScore({ sections, label }: { sections: readonly ScoreSection[]; label: string }) {
  return (
    <div role="img" aria-label={label} className="grid gap-2 text-sm">
      {sections.map(({ name, sum, weakest, tests }) => (
        <div key={name} className="grid grid-cols-[6.5rem_minmax(0,1fr)_4.5rem] items-center gap-2">
          <span className={classNames(weakest && "font-semibold")}>{name}</span>
          <div className="flex gap-1">
            {tests.map((test) => (
              <Square key={test.name} name={`${test.name}: ${WORDS[test.answer]}`} answer={test.answer} />
            ))}
          </div>
          <span className={classNames("figures text-right", weakest && "font-semibold")}>
            {sum} of 7{weakest && <span className="block text-xs font-normal text-ink-2">decides</span>}
          </span>
        </div>
      ))}
    </div>
  );
}

function Square({ name, answer }: { name: string; answer: 0 | 0.5 | 1 }) {
  return (
    <svg viewBox="0 0 20 20" className={classNames("h-5 w-full max-w-9", answer === 0 ? "text-edge" : "text-done")}>
      <title>{name}</title>
      {answer > 0 && (
        <rect x="1" y={answer === 1 ? 1 : 10} width="18" height={answer === 1 ? 18 : 9} fill="currentColor" />
      )}
      <rect x="1" y="1" width="18" height="18" rx="2" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  );
}
