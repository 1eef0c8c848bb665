export type AuditAsked = { kind?: string; person?: string; project?: string; after?: string };

/** By what the lines are about: the beginning of their action. */
export const KINDS: readonly { value: string; label: string }[] = [
  { value: "stage.", label: "Stages" },
  { value: "item.", label: "Checklists" },
  { value: "evidence.", label: "Evidence" },
  { value: "comment.", label: "Comments" },
  { value: "criterion.", label: "Criteria" },
  { value: "alert.", label: "Alerts" },
  { value: "project.", label: "Projects" },
  { value: "member.", label: "Members" },
  { value: "user.", label: "People" },
  { value: "password.", label: "Passwords" },
  { value: "session.", label: "Sign-ins" },
  { value: "token.", label: "Tokens" },
  { value: "organisation.", label: "Organisation" },
];

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the address asks for, without what it cannot mean. */
export function readAsked(asked: AuditAsked) {
  const { kind, person, project, after } = asked;
  return {
    ...(KINDS.some(({ value }) => value === kind) && { action: kind ?? "" }),
    ...(person && UUID.test(person) && { actor: person }),
    ...(project && UUID.test(project) && { project }),
    ...(after && { cursor: after }),
  };
}

export function auditHref(asked: AuditAsked): string {
  const params = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
  return params.size > 0 ? `/audit?${params}` : "/audit";
}
