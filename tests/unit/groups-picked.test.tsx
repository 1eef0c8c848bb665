import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { chosenGroup, groupChoices, withGroup } from "#app/(app)/projects/[slug]/criteria/group-label.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { AnswerControl } from "#stages/form/answer-control.tsx";
import { formFieldOf } from "#stages/form/form-field.ts";

/* Who names a group picks one that stage 4 defined; it is typed only while none is. */

describe("the group of a monitor", () => {
  const field = factKindOf("monitors").fields.find(({ path }) => path === "group");
  if (!field) throw new Error("a monitor names no group");
  const groups = { age: ["young", "old"], sex: ["women", "men"] };
  const drawn = (known: typeof groups | Record<string, never>, beside?: string, value?: string) =>
    renderToStaticMarkup(
      <AnswerControl
        field={formFieldOf(field)}
        look={{}}
        choices={{ currency: "EUR", people: [], criteria: [], groups: known }}
        value={value}
        beside={beside}
        optional
        error={undefined}
        readOnly={false}
        onChange={() => undefined}
        onBlur={() => undefined}
      />,
    );
  const options = (markup: string) => [...markup.matchAll(/<option[^>]*value="([^"]+)"/g)].map(([, value]) => value);

  it.each<[string, string | undefined, string | undefined, string[]]>([
    ["of the attribute beside it", "age", undefined, ["young", "old"]],
    ["of any, while no attribute is chosen", undefined, undefined, ["young", "old", "women", "men"]],
    ["with what was said before, though it is gone", "age", "middle", ["young", "old", "middle"]],
  ])("is picked: %s", (_, beside, value, expected) => {
    expect(options(drawn(groups, beside, value))).toEqual(expected);
  });

  it("is typed where stage 4 has none", () => {
    const markup = drawn({});
    expect(markup).not.toContain("<select");
    expect(markup).toContain("<input");
  });
});

describe("the group of a series", () => {
  const choices = groupChoices([
    { attribute: "age", name: "Age", groups: ["young", "old", "18,5"] },
    { attribute: "sex", name: "Sex", groups: ["women"] },
  ]);

  it("is offered as a label of its attribute", () => {
    expect(choices).toEqual([
      { value: "age=young", label: "Age: young" },
      { value: "age=old", label: "Age: old" },
      { value: "sex=women", label: "Sex: women" },
    ]);
  });

  it.each<[string, string | undefined, string]>([
    ["", "age=young", "age=young"],
    ["region=eu", "age=young", "region=eu, age=young"],
    ["region=eu, age=old", "sex=women", "region=eu, sex=women"],
    ["age=old, region=eu", undefined, "region=eu"],
    ["age=unheard", "age=old", "age=old"],
  ])("turns the labels “%s” with %s into “%s”", (text, group, expected) => {
    expect(withGroup(text, group, choices)).toBe(expected);
    expect(chosenGroup(withGroup(text, group, choices), choices)).toBe(group);
  });
});

describe("the alerts of an incident", () => {
  const field = factKindOf("incidents").fields.find(({ path }) => path === "alerts");
  if (!field) throw new Error("an incident names no alerts");
  const drawn = (alerts: { value: string; label: string }[], value?: string[]) =>
    renderToStaticMarkup(
      <AnswerControl
        field={formFieldOf(field)}
        look={{}}
        choices={{ currency: "EUR", people: [], criteria: [], alerts }}
        value={value}
        optional
        error={undefined}
        readOnly={false}
        onChange={() => undefined}
        onBlur={() => undefined}
      />,
    );

  it("are ticked by their titles, beside what another system called one", () => {
    const markup = drawn([{ value: "a1", label: "Recall is breached, 3 Mar" }], ["a1", "PagerDuty 17"]);
    expect(markup.match(/type="checkbox"/g)).toHaveLength(2);
    expect(markup).toContain("Recall is breached, 3 Mar");
    expect(markup).toContain("PagerDuty 17");
  });

  it("are typed while there is none", () => {
    expect(drawn([])).not.toContain("checkbox");
  });
});
