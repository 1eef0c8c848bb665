/** An answer that is known elsewhere. `words`: what it is and where it comes from, for the button that takes it over. */
export type Proposal = { value: unknown; words: string };
/** By path of the answer. */
export type Proposals = Readonly<Record<string, Proposal>>;
