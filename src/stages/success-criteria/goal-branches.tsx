import Link from "next/link";
import { Bullet } from "#components/charts/bullet.tsx";
import { CriterionTag } from "#components/ui/criterion-tag.tsx";
import type { Branch } from "#domain/criterion-links.ts";
import { targetWords } from "#lib/criterion-words.ts";
import { formatNumber, formatPercent, formatValue } from "#lib/format.ts";
import type { CriterionView } from "#server/criteria.ts";
import { How } from "#stages/how.tsx";
import type { GoalPicture, Level } from "#stages/success-criteria/goal-tree.ts";

type DrawnProps = {
  base: string;
  /** Why a better offline metric should move the goal, and the measured correlation, as stage 2 tells them. */
  link: unknown;
  correlation: unknown;
  at: number;
  zone: string;
};

/** From the goal down: along the links that the criteria tell, or where none is told along their kinds. */
export function GoalBranches({ picture, ...drawn }: DrawnProps & { picture: GoalPicture<CriterionView> }) {
  if (picture.by === "kind") return <Levels levels={picture.levels} {...drawn} />;
  return (
    <div className="flex flex-col gap-4">
      <LinkWords {...drawn} />
      {picture.trees.map(({ title, branches }) => (
        <div key={title}>
          <p className="text-sm font-semibold">{title}</p>
          <Branches branches={branches} {...drawn} />
        </div>
      ))}
    </div>
  );
}

function Branches({ branches, ...drawn }: DrawnProps & { branches: readonly Branch<CriterionView>[] }) {
  return (
    <ul className="mt-2 flex flex-col gap-3.5">
      {branches.map(({ criterion, below }) => (
        <li key={criterion.key}>
          <Row criterion={criterion} kind {...drawn} />
          {below.length > 0 && (
            <div className="mt-3 border-l-2 border-rule pl-3 sm:pl-4">
              <p className="sr-only">Supported by</p>
              <Branches branches={below} {...drawn} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** One branch a level, each hanging on the one above it. */
function Levels({ levels, ...drawn }: DrawnProps & { levels: readonly Level<CriterionView>[] }) {
  const [level, ...below] = levels;
  if (!level) return null;
  return (
    <div>
      <p className="text-sm font-semibold">{level.title}</p>
      {level.key === "model" && <LinkWords {...drawn} />}
      <ul className="mt-2 flex flex-col gap-3.5">
        {level.criteria.map((criterion) => (
          <li key={criterion.key}>
            <Row criterion={criterion} {...drawn} />
          </li>
        ))}
      </ul>
      {below.length > 0 && (
        <div className="mt-3.5 border-l-2 border-rule pl-3.5 sm:pl-5">
          <Levels levels={below} {...drawn} />
        </div>
      )}
    </div>
  );
}

function LinkWords({ link, correlation }: Pick<DrawnProps, "link" | "correlation">) {
  if (typeof link !== "string") return null;
  return (
    <p className="mt-0.5 text-sm text-pretty text-ink-2">
      {link}
      {typeof correlation === "number" && ` Measured correlation ${formatNumber(correlation, 2)}.`}
    </p>
  );
}

type RowProps = { criterion: CriterionView; base: string; at: number; zone: string; kind?: boolean };

function Row({ criterion, base, at, zone, kind = false }: RowProps) {
  const { key, ...bullet } = criterion;
  const { name, unit, value, progress, mustHave, baseline, target, direction } = criterion;
  const inputs = { baseline, target: direction === "range" ? targetWords(criterion) : target, value };
  return (
    <div className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)_8.5rem]">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 text-base">
        <Link href={`${base}/criteria/${key}`} prefetch={false} className="min-w-0 wrap-anywhere hover:underline">
          {name}
        </Link>
        <CriterionTag state={criterion.state} />
        {(kind || !mustHave) && (
          <span className="text-sm text-ink-2">
            {[kind && criterion.kind, !mustHave && "wish"].filter(Boolean).join(", ")}
          </span>
        )}
      </div>
      <Bullet {...bullet} />
      <div className="figures text-sm sm:text-right">
        <b className="font-semibold">{value === null ? "no data" : formatValue(value, unit)}</b>
        <span className="text-ink-2"> of {targetWords(criterion)}</span>
        <span className="block text-ink-2 max-sm:inline max-sm:before:content-[',_']">
          {progress === null ? "way not known" : `${formatPercent(progress, 0)} of the way`}{" "}
          <How figure={{ label: `Progress of ${name}`, calculator: "progress", inputs }} at={at} zone={zone} />
        </span>
      </div>
    </div>
  );
}
