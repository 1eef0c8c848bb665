import Link from "next/link";
import { HEALTH_WORDS, HealthShape } from "#components/charts/health-shape.tsx";
import { share } from "#components/charts/plot-layers.tsx";

export type MapBubble = {
  key: string;
  name: string;
  href: string;
  /** Both 0 to 100. */
  x: number;
  y: number;
  /** 0 to 1, of the largest. */
  size: number;
  band: string;
  sizeText: string;
};
type ValueMapProps = {
  bubbles: readonly MapBubble[];
  /** In the order top right, top left, bottom right, bottom left. */
  quadrants: readonly { key: string; name: string; count: number }[];
  label: string;
};

const CORNERS = ["top-1.5 right-2 text-right", "top-1.5 left-2", "right-2 bottom-1.5 text-right", "bottom-1.5 left-2"];
const LEAST_PX = 9;
const MOST_PX = 44;
const NAMED = 12;
/** Labels nearer than this, in hundredths of width and height, would run into each other. */
const LABEL_ROOM = { wide: { x: 22, y: 6 }, narrow: { x: 100, y: 8 } };

/** A choice between two goods, drawn as a plane cut at 50 and 50. Areas stand for sizes; large ones lie below small ones. */
export function ValueMap({ bubbles, quadrants, label }: ValueMapProps) {
  const named = namedOf(bubbles, LABEL_ROOM.wide);
  const namedOnPhones = namedOf(bubbles, LABEL_ROOM.narrow);
  const beside = shiftsOf(bubbles);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div
      role="group"
      aria-label={label}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-1 text-xs text-ink-2"
    >
      <span className="self-center [writing-mode:vertical-rl] rotate-180">Value</span>
      <div className="relative aspect-[4/5] rounded-control border border-rule sm:aspect-[2/1]">
        <span className="absolute inset-y-0 left-1/2 border-l border-dashed border-edge" />
        <span className="absolute inset-x-0 top-1/2 border-t border-dashed border-edge" />
        <span className="absolute top-0 right-0 h-1/2 w-1/2 bg-good-tint/40" />
        {quadrants.map(({ key, name, count }, at) => (
          <span key={key} className={`absolute ${CORNERS[at]}`}>
            <span className="font-semibold text-ink">{name}</span> <span className="figures">{count}</span>
          </span>
        ))}
        <ul className="absolute inset-4">
          {bubbles.map((bubble) => (
            <li
              key={bubble.key}
              className="absolute -translate-x-1/2 translate-y-1/2 leading-none"
              style={{
                left: `calc(${share(bubble.x / 100)} + ${beside.get(bubble.key)?.x ?? 0}px)`,
                bottom: `calc(${share(bubble.y / 100)} + ${beside.get(bubble.key)?.y ?? 0}px)`,
              }}
            >
              <Link
                data-mark
                href={bubble.href}
                prefetch={false}
                title={`${bubble.name}: ${bubble.sizeText}, health ${HEALTH_WORDS[bubble.band] ?? bubble.band}`}
                className="block rounded-sm hover:brightness-90"
              >
                <HealthShape band={bubble.band} size={diameter(bubble.size)} />
                <span className="sr-only">
                  {bubble.name}: value {Math.round(bubble.y)}, feasibility {Math.round(bubble.x)}, {bubble.sizeText},
                  health {HEALTH_WORDS[bubble.band] ?? bubble.band}
                </span>
              </Link>
              {named.has(bubble.key) && !beside.has(bubble.key) && (
                <span
                  aria-hidden="true"
                  className={`pointer-events-none absolute max-w-32 truncate whitespace-nowrap text-ink ${labelSide(bubble)} ${namedOnPhones.has(bubble.key) ? "" : "max-sm:hidden"}`}
                >
                  {bubble.name}
                </span>
              )}
            </li>
          ))}
        </ul>
      </div>
      <span />
      <span className="text-center">Feasibility</span>
    </div>
  );
}

export function HealthKey() {
  return (
    <ul aria-label="Shapes" className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
      {Object.entries(HEALTH_WORDS).map(([band, words]) => (
        <li key={band} className="flex items-center gap-1.5">
          <HealthShape band={band} size={12} /> health {words}
        </li>
      ))}
    </ul>
  );
}

function diameter(size: number): number {
  return Math.round(LEAST_PX + (MOST_PX - LEAST_PX) * Math.sqrt(size));
}

/** In a crowd nobody is named: pointer, keyboard and table tell. A name stands where it has room, on phones left from the middle. */
function labelSide({ x }: MapBubble): string {
  const side =
    x > 70 ? "right-full mr-1" : x > 45 ? "max-sm:right-full max-sm:mr-1 sm:left-full sm:ml-1" : "left-full ml-1";
  return `top-1/2 -translate-y-1/2 ${side}`;
}

type Shift = { x: number; y: number };

/** Projects on one spot stand side by side around it, in rows, so that none hides another: pixels right and up of each. */
function shiftsOf(bubbles: readonly MapBubble[]): ReadonlyMap<string, Shift> {
  const spots = new Map<string, MapBubble[]>();
  for (const bubble of bubbles) {
    const spot = `${Math.round(bubble.x / SPOT.x)} ${Math.round(bubble.y / SPOT.y)}`;
    spots.set(spot, [...(spots.get(spot) ?? []), bubble]);
  }
  const shifts = new Map<string, Shift>();
  for (const there of spots.values()) {
    if (there.length < 2 || there.length > MOST_BESIDE) continue;
    const perRow = there.length <= 3 ? there.length : Math.ceil(Math.sqrt(there.length));
    const step = Math.max(...there.map(({ size }) => diameter(size)));
    const rows = Math.ceil(there.length / perRow);
    for (const [at, { key }] of there.entries())
      shifts.set(key, {
        x: ((at % perRow) - (perRow - 1) / 2) * step,
        y: ((rows - 1) / 2 - Math.floor(at / perRow)) * step,
      });
  }
  return shifts;
}

/** In hundredths of width and height; more than these stay on their spot, which they would outgrow. */
const SPOT = { x: 1.5, y: 3 };
const MOST_BESIDE = 16;

/** The largest are named where their names have room. */
function namedOf(bubbles: readonly MapBubble[], room: { x: number; y: number }): ReadonlySet<string> {
  const named: MapBubble[] = [];
  for (const bubble of bubbles) {
    if (named.length >= NAMED) break;
    const free = named.every(({ x, y }) => Math.abs(x - bubble.x) > room.x || Math.abs(y - bubble.y) > room.y);
    if (free) named.push(bubble);
  }
  return new Set(named.map(({ key }) => key));
}
