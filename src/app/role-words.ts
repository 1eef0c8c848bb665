import type { Role } from "#domain/vocabulary.ts";

/** What each role does in a project, in a line (lifecycle A2). */
export const ROLE_WORDS: Record<Role, string> = {
  PM: "Fills in the business case and the success criteria, and watches the value.",
  ML: "Fills in data, model, integration and operation, and sends the metrics.",
  LD: "Signs stages off, reopens them, sets them aside and manages the members.",
  RV: "Stands outside the build team and signs off data bias and solution bias.",
  VW: "Reads everything and changes nothing.",
};
