import type { ReactNode } from "react";
import type { Access } from "#server/access.ts";
import type { StageFacts } from "#stages/facts.ts";

/** What the panel of a stage is drawn from: the facts that its gate reads, and the proof to read more. */
export type StagePanelProps = {
  access: Access<"project.read">;
  facts: StageFacts;
  currency: string;
  /** The reader's time zone. */
  zone: string;
  /** What the page's address asks to see. */
  asked?: Readonly<Record<string, string | string[] | undefined>>;
};

export type StagePanel = (props: StagePanelProps) => ReactNode | Promise<ReactNode>;
