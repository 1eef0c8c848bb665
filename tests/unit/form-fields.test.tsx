import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { DateInput } from "#components/form/date-input.tsx";
import { LikertInput } from "#components/form/likert-input.tsx";
import { ListInput } from "#components/form/list-input.tsx";
import { MoneyInput, NumberInput, PercentInput } from "#components/form/number-input.tsx";
import { RowsInput } from "#components/form/rows-input.tsx";
import { TextArea } from "#components/form/text-area.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { YesNoInput } from "#components/form/yes-no-input.tsx";
import { StageGlyph } from "#components/ui/stage-glyph.tsx";
import { STAGE_STATES } from "#domain/vocabulary.ts";

const field = {
  path: "framing.entity",
  label: "Entity",
  help: "One thing.",
  error: "Write it.",
  onChange: () => undefined,
};
const few = ["a", "b"].map((value) => ({ value, label: value }));
const many = ["a", "b", "c", "d", "e"].map((value) => ({ value, label: value }));

const SINGLE: [string, ReactElement][] = [
  ["text", <TextInput key="1" {...field} value="x" />],
  ["long text", <TextArea key="2" {...field} value="x" />],
  ["number", <NumberInput key="3" {...field} value={1200.5} unit="days" />],
  ["money", <MoneyInput key="4" {...field} value={3_100_000} currency="EUR" />],
  ["percent", <PercentInput key="5" {...field} value={0.285} />],
  ["date", <DateInput key="6" {...field} value="2026-03-16" />],
  ["list", <ListInput key="7" {...field} value={["DE", "FR"]} />],
  ["select", <ChoiceInput key="8" {...field} value="a" options={many} />],
];

const GROUPS: [string, ReactElement][] = [
  ["likert", <LikertInput key="1" {...field} value={4} lowLabel="hard" highLabel="easy" />],
  ["radio choice", <ChoiceInput key="2" {...field} value="a" options={few} />],
  ["yes or no", <YesNoInput key="3" {...field} value={false} />],
  [
    "rows",
    <RowsInput
      key="4"
      {...field}
      value={[{ option: "Do nothing" }]}
      noun="option"
      columns={[{ key: "option", label: "Option", kind: "text" }]}
    />,
  ],
];

describe.each(SINGLE)("%s field", (_, element) => {
  const html = renderToStaticMarkup(element);
  test("its label, help and error are tied to the control at the field's anchor", () => {
    expect(html).toContain('for="field-framing.entity"');
    expect(html).toMatch(/<(input|textarea|select) [^>]*id="field-framing\.entity"/);
    expectDescribed(html);
    expect(html).toContain('aria-invalid="true"');
  });
});

describe.each(GROUPS)("%s group", (_, element) => {
  const html = renderToStaticMarkup(element);
  test("its legend, help and error belong to the group at the field's anchor", () => {
    expect(html).toMatch(/<fieldset id="field-framing\.entity"/);
    expect(html).toMatch(/<legend[^>]*>Entity/);
    expectDescribed(html);
  });
});

describe("what is shown", () => {
  test.each([
    ["1,200.5", SINGLE[2]?.[1]],
    ["3,100,000", SINGLE[3]?.[1]],
    ["28.5", SINGLE[4]?.[1]],
  ])("%s", (text, element) => expect(renderToStaticMarkup(element)).toContain(`value="${text}"`));

  test("an unanswered question has no answer chosen", () => {
    expect(renderToStaticMarkup(<YesNoInput {...field} value={undefined} />)).not.toContain("checked=");
    expect(renderToStaticMarkup(<YesNoInput {...field} value={false} />)).toContain("checked=");
  });

  test("a fixed row and a locked table cannot lose rows", () => {
    const rows = {
      ...field,
      value: [{ a: "x" }],
      noun: "row",
      columns: [{ key: "a", label: "A", kind: "text" as const }],
    };
    expect(renderToStaticMarkup(<RowsInput {...rows} fixedRows={1} />)).toMatch(
      /aria-label="Remove row 1"[^>]*disabled/,
    );
    expect(renderToStaticMarkup(<RowsInput {...rows} readOnly />)).not.toContain("Remove");
  });
});

test("every stage state has its own shape and says its name", () => {
  const drawings = STAGE_STATES.map((state) => renderToStaticMarkup(<StageGlyph state={state} />));
  const shapes = drawings.map((svg) => svg.replace(/<title>.*<\/title>/, "").replace(/^<svg[^>]*>/, ""));
  expect(new Set(shapes).size).toBe(STAGE_STATES.length);
  for (const svg of drawings) expect(svg).toMatch(/role="img" aria-label="[A-Z]/);
});

function expectDescribed(html: string): void {
  expect(html).toContain('aria-describedby="field-framing.entity-error field-framing.entity-help"');
  expect(html).toContain('id="field-framing.entity-error"');
  expect(html).toContain('id="field-framing.entity-help"');
}
