import { currentSession } from "#app/actor.ts";
import { formatDate } from "#lib/format-date.ts";
import type { Access } from "#server/access.ts";
import { listAlerts } from "#server/alerts.ts";
import { listCriteria } from "#server/criteria.ts";
import type { TextSetting } from "#server/fact-text.ts";
import { listFactNames } from "#server/facts.ts";
import { listGroups } from "#server/groups.ts";
import { listMembers } from "#server/members.ts";
import { getProject } from "#server/projects.ts";
import { type AnyFactKind, referencesOf } from "#stages/fact-kind.ts";

const ALERTS_OFFERED = 20;

/** What the words of a fact are made with: the project's currency, people, and the names of the facts that it refers to. */
export async function factSetting(access: Access<"project.read">, kind: AnyFactKind) {
  const kinds = [...new Set(referencesOf(kind).map(({ of }) => of))];
  const withAlerts = kind.fields.some((field) => field.alerts);
  const withGroups = kind.fields.some((field) => field.kind === "group");
  const [{ user }, { currency }, members, criteria, names, attributes, alerts] = await Promise.all([
    currentSession(),
    getProject(access),
    listMembers(access),
    listCriteria(access),
    kinds.length > 0 ? listFactNames(access, kinds) : [],
    withGroups ? listGroups(access) : [],
    withAlerts ? listAlerts(access, { limit: ALERTS_OFFERED }) : { items: [] },
  ]);
  const setting: TextSetting = {
    currency,
    zone: user.timeZone,
    people: new Map(members.map((member) => [member.userId, member.name])),
    names: new Map(names.map((fact) => [`${fact.kind}/${fact.key}`, fact.title])),
  };
  const choices = {
    currency,
    people: members.map((member) => ({ value: member.userId, label: member.name })),
    criteria: criteria.map(({ key, name }) => ({ value: key, label: name })),
    facts: Object.fromEntries(
      kinds.map((each) => [
        each,
        names
          .filter((fact) => fact.kind === each)
          .map((fact) => ({
            value: fact.key,
            label: fact.title === fact.key ? fact.key : `${fact.title} (${fact.key})`,
          })),
      ]),
    ),
    alerts: alerts.items.map(({ id, title, openedAt }) => ({
      value: id,
      label: `${title}, ${formatDate(openedAt, user.timeZone)}`,
    })),
    groups: Object.fromEntries(attributes.map(({ attribute, groups }) => [attribute, groups])),
  };
  return { setting, choices };
}
