import { ProgressBar } from "#components/ui/progress-bar.tsx";

type TransferProgressProps = { words: string; done: number; total: number };

export function TransferProgress({ words, done, total }: TransferProgressProps) {
  const percent = total > 0 ? Math.min(99, Math.floor((done / total) * 100)) : 0;
  return (
    <div role="status" className="flex flex-col gap-1.5">
      <p className="text-base text-ink-2">
        {words} <span className="figures">{percent}%</span>
      </p>
      <ProgressBar value={percent / 100} label={`${percent} percent`} tone="info" />
    </div>
  );
}
