import { KeyFigures } from "#components/ui/key-figures.tsx";
import { riskBand } from "#domain/bias-register.ts";
import type { Register } from "#stages/data-bias/register.ts";
import { How } from "#stages/how.tsx";

type RegisterFiguresProps = { register: Register; at: number; zone: string };

/** The register in four numbers: all exposure, what of it is left today, the worst that is left, and the worst by plan. */
export function RegisterFigures({ register, at, zone }: RegisterFiguresProps) {
  const { exposure, residual, maxResidual, maxPlanned, risks } = register;
  const how = (label: string, inputs: Record<string, unknown>) => (
    <How figure={{ label, calculator: "bias_register", inputs }} at={at} zone={zone} />
  );
  const levels = (of: "inherent" | "residual" | "planned") => risks.map((risk) => risk[of]);
  return (
    <KeyFigures
      label="The bias register in figures"
      figures={[
        { label: "Exposure", value: exposure, note: how("Exposure", { inherent: levels("inherent") }) },
        { label: "Left today", value: residual, note: how("Left today", { residual: levels("residual") }) },
        {
          label: `Highest today, ${bandOf(maxResidual)}`,
          value: maxResidual ?? "–",
          note: how("Highest residual risk", { residual: levels("residual") }),
        },
        {
          label: `Highest by plan, ${bandOf(maxPlanned)}`,
          value: maxPlanned ?? "–",
          note: how("Highest planned risk", { planned: levels("planned") }),
        },
      ]}
    />
  );
}

function bandOf(level: number | null): string {
  return level === null ? "no risk" : riskBand(level);
}
