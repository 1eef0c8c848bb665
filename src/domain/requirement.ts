import type { Role } from "#domain/vocabulary.ts";

/** One predicate of a gate, explained: what is asked, whether it holds, and who can mend it where. */
export type Requirement = {
  key: string;
  label: string;
  met: boolean;
  /** The fact behind the verdict, as a sentence. */
  detail: string;
  fix?: { who: readonly Role[]; what: string; where?: string };
  items?: readonly { label: string; where: string }[];
};

export type GateResult = { ready: boolean; requirements: Requirement[] };
