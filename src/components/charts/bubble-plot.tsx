import Link from "next/link";
import { GridLines, share } from "#components/charts/plot-layers.tsx";
import { type Domain, niceTicks, positionIn } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";

export type BubbleShape = "circle" | "square" | "diamond" | "cross";
export type BubbleTone = "good" | "warn" | "bad" | "quiet";

export type Bubble = {
  key: string;
  /** Written into it; the list beside the picture says what it stands for. Empty: one of many, drawn small. */
  mark: string;
  x: number;
  y: number;
  /** 0 to 1, of the largest. */
  size: number;
  shape: BubbleShape;
  tone: BubbleTone;
  /** All that it says, for the pointer and for readers of the page's words. */
  label: string;
  href: string;
};

type Axis = { title: string; domain: Domain; limit: number };

type BubblePlotProps = {
  bubbles: readonly Bubble[];
  x: Axis;
  y: Axis;
  /** What the corner beyond both limits means, and the one that is useful but out of reach. */
  corners: { good: string; left: string };
  /** What the picture shows, as a sentence. */
  label: string;
};

const SMALLEST_PX = 20;
const LARGEST_PX = 40;

const UNMARKED_PX = 9;

/**
 * Two scores of each thing against what is asked of them. Larger ones lie below, so that none hides another; those without
 * a mark lie below all others and are no stops of the keyboard, since there may be hundreds: the table has them as links.
 */
export function BubblePlot({ bubbles, x, y, corners, label }: BubblePlotProps) {
  const drawn = bubbles.toSorted((a, b) => Number(a.mark !== "") - Number(b.mark !== "") || b.size - a.size);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="text-xs">
      <p aria-hidden="true" className="mb-1 text-ink-2">
        {y.title}
      </p>
      <div className="grid grid-cols-[2rem_minmax(0,1fr)]">
        <div aria-hidden="true" className="figures relative text-ink-2">
          {niceTicks(y.domain, 4).map((tick) => (
            <span
              key={tick}
              className="absolute right-2 translate-y-1/2"
              style={{ bottom: share(positionIn(y.domain, tick)) }}
            >
              {tick}
            </span>
          ))}
        </div>
        <div className="relative h-64 border-b border-l border-edge sm:h-72">
          <GridLines at={niceTicks(y.domain, 4).map((tick) => positionIn(y.domain, tick))} />
          <Limits x={x} y={y} corners={corners} />
          {drawn.map((bubble) => (
            <Mark
              key={bubble.key}
              bubble={bubble}
              x={positionIn(x.domain, bubble.x)}
              y={positionIn(y.domain, bubble.y)}
            />
          ))}
          {/* Numbers lie above all shapes: a mark that is half covered can still be named. */}
          {drawn.map(({ key, mark, tone, ...at }) => (
            <span
              key={key}
              aria-hidden="true"
              className={classNames(
                "figures pointer-events-none absolute -translate-x-1/2 translate-y-1/2 font-semibold",
                TONES[tone],
                "[text-shadow:0_0_3px_var(--tint),0_0_3px_var(--tint)]",
              )}
              style={{
                left: share(within(positionIn(x.domain, at.x))),
                bottom: share(within(positionIn(y.domain, at.y))),
              }}
            >
              {mark}
            </span>
          ))}
        </div>
        <span />
        <div aria-hidden="true" className="figures relative h-5 text-ink-2">
          {niceTicks(x.domain, 4).map((tick) => (
            <span
              key={tick}
              className="absolute top-1 -translate-x-1/2 whitespace-nowrap"
              style={{ left: share(positionIn(x.domain, tick)) }}
            >
              {tick}
            </span>
          ))}
        </div>
      </div>
      <p aria-hidden="true" className="text-right text-ink-2">
        {x.title}
      </p>
    </div>
  );
}

function Limits({ x, y, corners }: Pick<BubblePlotProps, "x" | "y" | "corners">) {
  const left = positionIn(x.domain, x.limit);
  const bottom = positionIn(y.domain, y.limit);
  return (
    <div aria-hidden="true">
      <div
        className="absolute top-0 right-0 border-b border-l border-dashed border-done bg-good-tint/55"
        style={{ left: share(left), bottom: share(bottom) }}
      >
        <span className="absolute bottom-1 left-1.5 text-good">{corners.good}</span>
      </div>
      {left > 0.2 && (
        <span className="absolute top-1 left-1.5 text-ink-2" style={{ maxWidth: share(left - 0.03) }}>
          {corners.left}
        </span>
      )}
    </div>
  );
}

function Mark({ bubble, x, y }: { bubble: Bubble; x: number; y: number }) {
  const marked = bubble.mark !== "";
  const px = marked ? Math.round(SMALLEST_PX + bubble.size * (LARGEST_PX - SMALLEST_PX)) : UNMARKED_PX;
  return (
    <Link
      data-mark
      href={bubble.href}
      prefetch={false}
      title={bubble.label}
      aria-label={bubble.label}
      tabIndex={marked ? undefined : -1}
      className={classNames(
        "absolute grid -translate-x-1/2 translate-y-1/2 place-items-center rounded-full hover:z-1 focus-visible:z-1",
        TONES[bubble.tone],
      )}
      style={{ left: share(within(x)), bottom: share(within(y)), width: px, height: px }}
    >
      <ShapeGlyph shape={bubble.shape} />
    </Link>
  );
}

/** The outline alone, so that the words beside a picture can show the same shape. */
export function ShapeGlyph({ shape }: { shape: BubbleShape }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className="absolute inset-0 size-full">
      <path
        d={SHAPES[shape]}
        className="fill-(--tint)"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray={shape === "cross" ? "2 2" : undefined}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

const SHAPES: Record<BubbleShape, string> = {
  circle: "M12 1.5a10.5 10.5 0 1 1 0 21a10.5 10.5 0 1 1 0-21z",
  square: "M3 3h18v18H3z",
  diamond: "M12 .8L23.2 12L12 23.2L.8 12z",
  cross: "M8 1.5h8v6.5h6.5v8H16v6.5H8V16H1.5V8H8z",
};

export const TONES: Record<BubbleTone, string> = {
  good: "text-good [--tint:var(--color-good-tint)]",
  warn: "text-warn [--tint:var(--color-warn-tint)]",
  bad: "text-bad [--tint:var(--color-bad-tint)]",
  quiet: "text-quiet [--tint:var(--color-quiet-tint)]",
};

const within = (position: number): number => Math.min(1, Math.max(0, position));
