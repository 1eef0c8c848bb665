import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { choice, tags, text } from "#stages/answers.ts";
import { usesOfGroups } from "#stages/data-bias/group-uses.ts";
import { defineFact, type FactContext, may, told } from "#stages/fact-kind.ts";

const schema = z.object({
  name: told(text(2, 80), { label: "Name" }),
  groups: told(tags(1, 80, 50), { label: "Groups", help: "As they are to be compared, such as 18-25 or 61+." }),
  source: told(choice(["collected", "linked", "inferred", "unavailable"]), {
    label: "Where membership comes from",
    help: "Inferred needs a privacy note.",
  }),
  privacyNote: may(text(10, 1000), { label: "Privacy note", help: "Why it may be inferred, and who sees it." }),
  referenceGroup: may(text(1, 80), { label: "Reference group", help: "One of the groups; left out: the extremes." }),
});

type AttributeData = z.infer<typeof schema>;

export const protectedAttribute = defineFact({
  kind: "protected-attributes",
  one: "protected attribute",
  many: "protected attributes",
  stage: "data-bias",
  help: "Its groups are named once, here; the assessment of the solution and the monitors compare the same ones.",
  name: "name",
  writers: ["ML", "PM", "LD", "RV"],
  columns: ["groups", "source", "referenceGroup"],
  schema,
  check(next, context) {
    const names = new Set(next.groups);
    const twice = names.size < next.groups.length;
    const strange = next.referenceGroup !== undefined && !names.has(next.referenceGroup);
    return [
      ...(twice ? [{ path: "groups", message: "Each group is named once" }] : []),
      ...missingGroups(next, context),
      ...(strange ? [{ path: "referenceGroup", message: "One of the groups is expected" }] : []),
      ...(next.source === "inferred" && !next.privacyNote
        ? [{ path: "privacyNote", message: "Say why it may be inferred, and who sees it" }]
        : []),
    ];
  },
});

/** A group that others name cannot vanish under them: it is compared again under that name in stages 8 and 9. */
function missingGroups(next: AttributeData, context: FactContext<AttributeData>): Issue[] {
  const { before } = context;
  const gone = before?.data.groups.filter((group) => !next.groups.includes(group)) ?? [];
  if (!before || gone.length === 0) return [];
  const uses = usesOfGroups(before.key, context);
  return gone
    .filter((group) => uses.has(group))
    .map((group) => ({
      path: "groups",
      message: `“${group}” is named by ${uses.get(group)}; change that first, or keep the group`,
    }));
}
