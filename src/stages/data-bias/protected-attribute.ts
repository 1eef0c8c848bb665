import { z } from "zod";
import { choice, tags, text } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

export const protectedAttribute = defineFact({
  kind: "protected-attributes",
  one: "protected attribute",
  many: "protected attributes",
  stage: "data-bias",
  help: "Its groups are named once, here; the assessment of the solution and the monitors compare the same ones.",
  name: "name",
  writers: ["ML", "PM", "LD", "RV"],
  columns: ["groups", "source", "referenceGroup"],
  schema: z.object({
    name: told(text(2, 80), { label: "Name" }),
    groups: told(tags(1, 80, 50), { label: "Groups", help: "As they are to be compared, such as 18-25 or 61+." }),
    source: told(choice(["collected", "linked", "inferred", "unavailable"]), {
      label: "Where membership comes from",
      help: "Inferred needs a privacy note.",
    }),
    privacyNote: may(text(10, 1000), { label: "Privacy note", help: "Why it may be inferred, and who sees it." }),
    referenceGroup: may(text(1, 80), { label: "Reference group", help: "One of the groups; left out: the extremes." }),
  }),
  check(next) {
    const names = new Set(next.groups);
    const twice = names.size < next.groups.length;
    const strange = next.referenceGroup !== undefined && !names.has(next.referenceGroup);
    return [
      ...(twice ? [{ path: "groups", message: "Each group is named once" }] : []),
      ...(strange ? [{ path: "referenceGroup", message: "One of the groups is expected" }] : []),
      ...(next.source === "inferred" && !next.privacyNote
        ? [{ path: "privacyNote", message: "Say why it may be inferred, and who sees it" }]
        : []),
    ];
  },
});
