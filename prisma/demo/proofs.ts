import type { ChecklistItem } from "#stages/define-stage.ts";
import type { Proof } from "./hand.ts";

const METRICS: Readonly<Record<string, readonly [label: string, value: number, unit?: string]>> = {
  "1.3": ["Baseline on last year’s data", 0.61],
  "2.2": ["Baselines, four weeks before the start", 4, "weeks"],
  "3.7": ["Agreement on the double-labelled sample", 0.957],
  "3.8": ["Smallest representation ratio", 0.84],
  "4.2": ["Smallest representation ratio", 0.84],
  "4.3": ["Largest difference of label noise", 0.012],
  "4.4": ["Strongest association of a proxy (Cramér’s V)", 0.21],
  "5.5": ["Largest skew between training and serving (PSI)", 0.04],
  "6.1": ["Gain over the simple baseline, lower bound", 0.034],
  "6.5": ["Slices evaluated, none below its guardrail", 14, "slices"],
  "7.4": ["p95 at 1.5 times the peak", 62, "ms"],
  "7.6": ["Requests compared in shadow", 18_400, "requests"],
};

const RUNS: Readonly<Record<string, string>> = {
  "3.5": "Quality profile of the last 30 days",
  "5.2": "Contract checks on every load, last 30 runs",
  "5.4": "Built twice from the same inputs, same hash",
  "5.7": "Access, masking and erasure drill",
  "6.3": "Hyper-parameter search, all trials logged",
  "6.4": "Rebuild with another seed, within tolerance",
  "6.7": "Behaviour tests: invariance, direction, minimum function",
  "7.3": "End-to-end test in staging",
  "7.5": "Rollback drill, four minutes",
  "8.1": "Assessment by group on deployed decisions",
  "9.6": "Test alert, acknowledged after nine minutes",
  "10.2": "Retrain from trigger to evaluation without a hand",
  "10.5": "Return to the previous champion, rehearsed",
};

const FILES: Readonly<Record<string, readonly [name: string, text: string]>> = {
  "1.9": [
    "alternatives.csv",
    "option,cost,effect\nDo nothing,0,losses keep growing\nMore people,300000,a few points at once\nBuy a service,180000 a year,no control over data\nBuild,see value model,chosen\n",
  ],
  "3.3": [
    "datasheet.md",
    "# Datasheet\n\n## Motivation\nCollected in daily business, not for learning.\n\n## Composition\nOne row an event; no free text.\n\n## Collection\nWritten by the operating system at the moment of the event.\n\n## Preprocessing\nDuplicates dropped, times in UTC.\n\n## Uses\nThis project and monthly reporting.\n\n## Distribution\nInside the company only.\n\n## Maintenance\nThe data office, reviewed each quarter.\n",
  ],
  "6.8": [
    "model-card.md",
    "# Model card\n\n## Model details\nGradient boosting, no pre-trained parts.\n\n## Intended use\nAs in the business case.\n\n## Factors\nSlices by region, channel and group.\n\n## Metrics\nThe success criteria of this project.\n\n## Evaluation data\nThe last eight weeks, kept apart by time.\n\n## Training data\nThe eighteen months before.\n\n## Ethical considerations\nSee the data bias plan.\n\n## Caveats\nNot for use outside the population described.\n",
  ],
  "8.6": [
    "error-review.csv",
    "case,group,error,what the expert said\n1,a,false alarm,unusual but honest\n2,b,false alarm,travelling\n3,a,miss,new pattern\n4,c,miss,amount below the limit\n",
  ],
  "9.8": [
    "explanations-read.csv",
    "case,first reason,second reason,plausible\n1,time since last event,amount,yes\n2,category,distance,yes\n3,device age,hour of day,yes\n",
  ],
};

const LINKS: Readonly<Record<string, string>> = {
  "1.8": "Budget decision",
  "2.4": "How window and minimum sample were chosen",
  "2.6": "Pilot that ties the offline measure to the business number",
  "3.1": "Owners and access of each source",
  "3.9": "Review of personal fields",
  "5.1": "Pipeline code, reviewed",
  "5.9": "Unit tests of the features",
  "6.9": "Model code, reviewed and tested",
  "7.9": "Runbook and rota",
  "8.7": "How to appeal",
  "9.7": "Minutes of the incident rehearsal",
  "9.9": "Feedback and appeal page",
};

/** Evidence as a careful team would add it; the large projects bring their own where numbers matter. */
export function usualProof(slug: string, { key, label, evidence }: ChecklistItem): Proof {
  const url = `https://wiki.example.org/${slug}/${key.replace(".", "-")}`;
  if (evidence === "metric") {
    const [words, value, unit] = METRICS[key] ?? [label, 1];
    return { kind: "metric", label: words, value, unit };
  }
  if (evidence === "run") return { kind: "run", label: RUNS[key] ?? label, status: "succeeded", url };
  const [name, text] = FILES[key] ?? [`${key}.md`, `# ${label}\n`];
  return evidence === "file" ? { kind: "file", name, text } : { kind: "link", url, label: LINKS[key] ?? label };
}
