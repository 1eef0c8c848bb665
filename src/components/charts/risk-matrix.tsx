import { cellsOf, type MatrixMark, type MatrixRisk, marksOf } from "#components/charts/risk-places.ts";
import type { RiskBand } from "#domain/bias-register.ts";
import { classNames } from "#lib/class-names.ts";

type RiskMatrixProps = {
  risks: readonly MatrixRisk[];
  bandOf: (level: number) => RiskBand;
  label: string;
};

const SIZE = { width: 500, height: 360 };
const STEPS = [1, 2, 3, 4, 5];

/** Likelihood by severity, with each risk's way from where it is to where the plan brings it: full once that is proven. */
export function RiskMatrix({ risks, bandOf, label }: RiskMatrixProps) {
  const marks = marksOf(risks);
  return (
    <div role="img" aria-label={label} className="text-xs">
      <p className="mb-1 text-ink-2">Severity</p>
      <div className="grid grid-cols-[1.25rem_minmax(0,1fr)]">
        <div className="figures grid grid-rows-5 text-ink-2">
          {STEPS.toReversed().map((severity) => (
            <span key={severity} className="self-center">
              {severity}
            </span>
          ))}
        </div>
        <div className="relative aspect-[500/360]">
          <div className="absolute inset-0 grid grid-cols-5 grid-rows-5 gap-0.5">
            {cellsOf().map(({ likelihood, severity, level }) => (
              <span
                key={`${likelihood} ${severity}`}
                className={classNames("figures rounded-md px-1 text-right text-ink-2", BANDS[bandOf(level)])}
              >
                {level}
              </span>
            ))}
          </div>
          <Arrows marks={marks} />
          {marks.flatMap(({ risk, from, to }) => [
            <Dot key={`${risk.key} from`} at={from} look={to ? "left" : "stays"}>
              {risk.mark}
            </Dot>,
            ...(to
              ? [
                  <Dot key={`${risk.key} to`} at={to} look={risk.proven ? "proven" : "planned"}>
                    {risk.mark}
                  </Dot>,
                ]
              : []),
          ])}
        </div>
        <span />
        <div className="figures grid grid-cols-5 pt-1 text-center text-ink-2">
          {STEPS.map((likelihood) => (
            <span key={likelihood}>{likelihood}</span>
          ))}
        </div>
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 text-ink-2">
        <span className="flex flex-wrap gap-x-3">
          <Key look="left">before</Key>
          <Key look="planned">planned</Key>
          <Key look="proven">proven</Key>
        </span>
        Likelihood
      </p>
    </div>
  );
}

function Arrows({ marks }: { marks: readonly MatrixMark[] }) {
  return (
    <svg
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      aria-hidden="true"
      className="absolute inset-0 size-full overflow-visible text-ink"
    >
      {marks.map(({ risk, from, to }) => {
        if (!to) return null;
        const [x1, y1] = [from.x * SIZE.width, from.y * SIZE.height];
        const [x2, y2] = [to.x * SIZE.width, to.y * SIZE.height];
        const length = Math.hypot(x2 - x1, y2 - y1) || 1;
        const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
        const [tipX, tipY] = [x2 - ux * RADIUS, y2 - uy * RADIUS];
        const head = `M${tipX} ${tipY}L${tipX - ux * 9 - uy * 4.5} ${tipY - uy * 9 + ux * 4.5}L${tipX - ux * 9 + uy * 4.5} ${tipY - uy * 9 - ux * 4.5}z`;
        return (
          <g key={risk.key}>
            <path
              d={`M${x1 + ux * RADIUS} ${y1 + uy * RADIUS}L${tipX - ux * 6} ${tipY - uy * 6}`}
              stroke="currentColor"
              strokeWidth="1.4"
              strokeDasharray={risk.proven ? undefined : "4 3"}
              vectorEffect="non-scaling-stroke"
            />
            <path d={head} fill="currentColor" />
          </g>
        );
      })}
    </svg>
  );
}

const RADIUS = 11;

type Look = "left" | "stays" | "planned" | "proven";

function Dot({ at, look, children }: { at: { x: number; y: number }; look: Look; children: string }) {
  return (
    <span
      className={classNames(DOT, LOOKS[look], "absolute size-[1.15rem] -translate-1/2")}
      style={{ left: `${at.x * 100}%`, top: `${at.y * 100}%` }}
    >
      {children}
    </span>
  );
}

function Key({ look, children }: { look: Look; children: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <span className={classNames(DOT, LOOKS[look], "size-3.5")} />
      {children}
    </span>
  );
}

const DOT = "figures grid place-items-center rounded-full border text-[0.625rem] font-semibold";

const LOOKS: Record<Look, string> = {
  left: "border-ink-2 bg-surface text-ink-2",
  stays: "border-ink bg-surface text-ink",
  planned: "border-dashed border-ink bg-surface text-ink",
  proven: "border-ink bg-ink text-surface",
};

const BANDS: Record<RiskBand, string> = {
  low: "bg-good-tint/60",
  medium: "bg-quiet-tint",
  high: "bg-warn-tint",
  critical: "bg-bad-tint",
};
