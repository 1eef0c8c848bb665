import Link from "next/link";
import { GridLines, share } from "#components/charts/plot-layers.tsx";
import { type Domain, niceTicks, positionIn, valueDomain } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";

export type TradeMark = {
  key: string;
  name: string;
  x: number;
  y: number;
  onFront: boolean;
  baseline: boolean;
  /** All that it says. */
  label: string;
  href: string;
};

type TradePlotProps = {
  marks: readonly TradeMark[];
  x: { title: string; format: (value: number) => string };
  y: { title: string; format: (value: number) => string };
  label: string;
};

const SIZE = 1000;

/** Quality against its price. The line joins those that nothing beats, which are links; its ends and the baseline are named. */
export function TradePlot({ marks, x, y, label }: TradePlotProps) {
  const across = valueDomain(marks.map((mark) => mark.x));
  const up = valueDomain(marks.map((mark) => mark.y));
  const front = marks.filter(({ onFront }) => onFront).toSorted((a, b) => a.x - b.x);
  const named = new Set([front[0]?.key, front.at(-1)?.key]);
  const at = (mark: TradeMark) => ({ left: positionIn(across, mark.x), bottom: positionIn(up, mark.y) });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="text-xs">
      <p aria-hidden="true" className="mb-1 text-ink-2">
        {y.title}
      </p>
      <div className="grid grid-cols-[3rem_minmax(0,1fr)]">
        <Ticks domain={up} format={y.format} side="left" />
        <div className="relative h-56 border-b border-l border-edge sm:h-64">
          <GridLines at={niceTicks(up, 4).map((tick) => positionIn(up, tick))} />
          <Front marks={front} at={at} />
          {marks.map((mark) => (
            <Mark key={mark.key} mark={mark} at={at(mark)} isNamed={named.has(mark.key) || mark.baseline} />
          ))}
        </div>
        <span />
        <Ticks domain={across} format={x.format} side="bottom" />
      </div>
      <p aria-hidden="true" className="text-right text-ink-2">
        {x.title}
      </p>
    </div>
  );
}

type Place = { left: number; bottom: number };

function Mark({ mark, at, isNamed }: { mark: TradeMark; at: Place; isNamed: boolean }) {
  const look = classNames(
    "absolute block -translate-x-1/2 translate-y-1/2",
    mark.baseline ? "size-2.5 rotate-45 border-2 border-ink bg-surface" : "rounded-full",
    !mark.baseline && (mark.onFront ? "size-2.5 bg-ink" : "size-2 border border-idle bg-surface"),
  );
  const style = { left: share(at.left), bottom: share(at.bottom) };
  if (!mark.onFront && !isNamed) return <span title={mark.label} className={look} style={style} />;
  return (
    <>
      <Link
        data-mark
        href={mark.href}
        prefetch={false}
        title={mark.label}
        aria-label={mark.label}
        className={look}
        style={style}
      />
      {isNamed && <MarkName name={mark.name} at={at} />}
    </>
  );
}

/** Beside its mark; in the right part, where the front runs towards it, above or below. */
function MarkName({ name, at }: { name: string; at: Place }) {
  const late = at.left > 0.6;
  const lift = late ? (at.bottom > 0.9 ? "- 1.5rem" : "+ 0.4rem") : "- 0.5rem";
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "pointer-events-none absolute z-1 max-w-48 truncate whitespace-nowrap [text-shadow:0_0_3px_var(--color-surface),0_0_3px_var(--color-surface)]",
        late ? "-translate-x-full pl-2" : "px-2",
      )}
      style={{ left: share(at.left), bottom: `calc(${share(at.bottom)} ${lift})` }}
    >
      {name}
    </span>
  );
}

function Front({ marks, at }: { marks: readonly TradeMark[]; at: (mark: TradeMark) => Place }) {
  const points = marks.map(at).map(({ left, bottom }) => `${left * SIZE} ${(1 - bottom) * SIZE}`);
  return (
    <svg
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="absolute inset-0 size-full overflow-visible"
    >
      <path
        d={points.length > 1 ? `M${points.join("L")}` : ""}
        fill="none"
        strokeWidth="1.4"
        strokeDasharray="5 3"
        vectorEffect="non-scaling-stroke"
        className="stroke-ink-2"
      />
    </svg>
  );
}

type TicksProps = { domain: Domain; format: (value: number) => string; side: "left" | "bottom" };

function Ticks({ domain, format, side }: TicksProps) {
  return (
    <div aria-hidden="true" className={classNames("figures relative text-ink-2", side === "bottom" && "h-5")}>
      {niceTicks(domain, 4).map((tick) =>
        side === "left" ? (
          <span
            key={tick}
            className="absolute right-2 translate-y-1/2 whitespace-nowrap"
            style={{ bottom: share(positionIn(domain, tick)) }}
          >
            {format(tick)}
          </span>
        ) : (
          <span
            key={tick}
            className={classNames(
              "absolute top-1 whitespace-nowrap",
              positionIn(domain, tick) > 0.95 ? "-translate-x-full" : "-translate-x-1/2",
            )}
            style={{ left: share(positionIn(domain, tick)) }}
          >
            {format(tick)}
          </span>
        ),
      )}
    </div>
  );
}
