import Link from "next/link";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { RiskMatrix } from "#components/charts/risk-matrix.tsx";
import { Tag, type Tone } from "#components/ui/tag.tsx";
import { type RiskBand, riskBand } from "#domain/bias-register.ts";
import type { Register, RegisteredRisk } from "#stages/data-bias/register.ts";

type RiskChartProps = { register: Register; base: string; csvHref: string };

const SHOWN = 12;

/** The matrix, and beside it what each number stands for. */
export function RiskChart({ register, base, csvHref }: RiskChartProps) {
  const { risks } = register;
  const shown = risks.slice(0, SHOWN);
  const finding = findingOf(register, shown.length);
  return (
    <ChartFrame
      level={3}
      title="Bias risks"
      measure="Likelihood by severity, 1 to 5 each; below 5 low, below 10 medium, below 16 high, else critical"
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Risk", "Likelihood by severity", "By plan", "Today", "Band", "Mitigations", "Proven"],
        rows: risks.map((risk) => [
          risk.title,
          `${risk.before.likelihood} × ${risk.before.severity} = ${risk.inherent}`,
          risk.after ? `${risk.after.likelihood} × ${risk.after.severity} = ${risk.planned}` : "no change",
          String(risk.residual),
          risk.band,
          String(risk.mitigations),
          String(risk.verified),
        ]),
      }}
    >
      <div className="@container">
        <div className="grid gap-x-5 gap-y-3 @lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <RiskMatrix
            label={finding}
            bandOf={riskBand}
            risks={shown.map(({ key, before, after, mitigationVerified }, i) => ({
              key,
              mark: String(i + 1),
              before,
              after,
              proven: mitigationVerified,
            }))}
          />
          <ol className="flex flex-col gap-2 text-sm">
            {shown.map((risk, i) => (
              <Entry key={risk.key} risk={risk} number={i + 1} href={`${base}/facts/bias-risks/${risk.key}`} />
            ))}
          </ol>
        </div>
      </div>
    </ChartFrame>
  );
}

function Entry({ risk, number, href }: { risk: RegisteredRisk; number: number; href: string }) {
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)]">
      <span className="figures text-ink-2">{number}</span>
      <span>
        <Link href={href} prefetch={false} className="font-medium wrap-anywhere hover:underline">
          {risk.title}
        </Link>
        <span className="figures flex flex-wrap items-center gap-x-1.5 text-ink-2">
          <Tag tone={TONES[risk.band]}>
            {risk.residual} {risk.band}
          </Tag>
          {standing(risk)}
        </span>
      </span>
    </li>
  );
}

function standing({
  inherent,
  planned,
  residual,
  mitigationVerified,
  mitigations,
  residualAccepted,
  band,
}: RegisteredRisk): string {
  const accepted = residualAccepted && band !== "low" ? ", accepted" : "";
  if (planned === inherent) return `${mitigations > 0 ? "no change planned" : "not mitigated"}${accepted}`;
  if (mitigationVerified) return `from ${inherent}, proven${accepted}`;
  return `planned ${planned}, not proven: counts ${residual}${accepted}`;
}

function findingOf({ exposure, residual, maxResidual, risks, unweighed }: Register, shown: number): string {
  const unproven = risks.filter(
    ({ planned, inherent, mitigationVerified }) => planned < inherent && !mitigationVerified,
  );
  return [
    `Exposure goes from ${exposure} to ${residual}; the highest risk left is ${maxResidual ?? 0}${maxResidual === null ? "" : `, ${riskBand(maxResidual)}`}.`,
    ...(unproven.length > 0
      ? [`${unproven.length === 1 ? "One plan is" : `${unproven.length} plans are`} not proven yet.`]
      : []),
    ...(unweighed.length > 0 ? [`${unweighed.length} without likelihood or severity.`] : []),
    ...(shown < risks.length ? [`Drawn are the ${shown} highest of ${risks.length}.`] : []),
  ].join(" ");
}

const TONES: Record<RiskBand, Tone> = { low: "good", medium: "quiet", high: "warn", critical: "bad" };
