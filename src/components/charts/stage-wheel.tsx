import type { StageState } from "#domain/vocabulary.ts";

export type WheelStage = {
  key: string;
  number: number;
  title: string;
  state: StageState;
  /** 0 to 1; null where it was set aside. */
  completion: number | null;
  /** 1 on the first pass. */
  iteration: number;
};

const CENTRE = 130;
const RADIUS = 82;
const OUTER = 106;
const GAP = 0.05;

const STROKES: Record<StageState, string> = {
  not_started: "stroke-idle",
  in_progress: "stroke-progress",
  in_review: "stroke-review",
  blocked: "stroke-blocked",
  done: "stroke-done",
  needs_attention: "stroke-attention",
  not_applicable: "stroke-idle",
};

/** The path is a loop: each segment filled by how complete its stage is, an arrow where a stage was gone through again. */
export function StageWheel({
  stages,
  middle,
  label,
}: {
  stages: readonly WheelStage[];
  middle: string;
  label: string;
}) {
  const step = (2 * Math.PI) / Math.max(1, stages.length);
  return (
    <svg viewBox="0 0 260 260" role="img" aria-label={label} className="mx-auto w-full max-w-72">
      <title>{label}</title>
      {stages.map((stage, at) => (
        <Segment key={stage.key} stage={stage} from={at * step + GAP / 2} to={(at + 1) * step - GAP / 2} />
      ))}
      <text x={CENTRE} y={CENTRE + 4} textAnchor="middle" className="figures fill-ink text-xl font-[620]">
        {middle}
      </text>
      <text x={CENTRE} y={CENTRE + 22} textAnchor="middle" className="fill-ink-2 text-sm">
        of the way
      </text>
    </svg>
  );
}

function Segment({ stage, from, to }: { stage: WheelStage; from: number; to: number }) {
  const { state, completion, number, iteration } = stage;
  const end = from + (to - from) * Math.min(1, Math.max(0, completion ?? 0));
  const middle = (from + to) / 2;
  const [x, y] = pointAt(RADIUS, middle);
  const inner = pointAt(RADIUS - 24, middle);
  return (
    <g data-state={state}>
      <path
        d={arc(RADIUS, from, to)}
        fill="none"
        strokeWidth="22"
        strokeDasharray={state === "not_applicable" ? "2 4" : undefined}
        className="stroke-rule"
      />
      {end > from && <path d={arc(RADIUS, from, end)} fill="none" strokeWidth="22" className={STROKES[state]} />}
      <circle cx={x} cy={y} r="8.5" className="fill-surface" />
      <text x={x} y={y + 4} textAnchor="middle" className="figures fill-ink text-xs font-semibold">
        {number}
      </text>
      {state === "needs_attention" && <Mark at={inner} text="!" />}
      {state === "blocked" && <Mark at={inner} text="–" />}
      {iteration > 1 && <Again from={from} to={to} times={iteration} />}
    </g>
  );
}

function Mark({ at: [x, y], text }: { at: readonly [number, number]; text: string }) {
  return (
    <text x={x} y={y + 4} textAnchor="middle" className="fill-ink text-md font-bold">
      {text}
    </text>
  );
}

/** An arrow back along the outside, with the number of passes. */
function Again({ from, to, times }: { from: number; to: number; times: number }) {
  const middle = (from + to) / 2;
  const [tipX, tipY] = pointAt(OUTER - 6, from + 0.06);
  const [wingX, wingY] = pointAt(OUTER + 5, from + 0.13);
  const [headX, headY] = pointAt(OUTER - 6, from + 0.16);
  const [x, y] = pointAt(OUTER + 13, middle);
  return (
    <>
      <path d={arc(OUTER - 2, from + 0.1, to - 0.06)} fill="none" strokeWidth="1.6" className="stroke-ink" />
      <path d={`M${tipX} ${tipY}L${wingX} ${wingY}L${headX} ${headY}z`} className="fill-ink" />
      <text x={x} y={y + 4} textAnchor="middle" className="figures fill-ink text-xs font-semibold">
        ×{times}
      </text>
    </>
  );
}

function arc(radius: number, from: number, to: number): string {
  const [startX, startY] = pointAt(radius, from);
  const [endX, endY] = pointAt(radius, to);
  return `M${startX} ${startY}A${radius} ${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${endX} ${endY}`;
}

/** Clockwise from the top; rounded, so that server and browser write the same digits. */
function pointAt(radius: number, angle: number): readonly [number, number] {
  const round = (value: number) => Number(value.toFixed(2));
  return [round(CENTRE + radius * Math.sin(angle)), round(CENTRE - radius * Math.cos(angle))];
}
