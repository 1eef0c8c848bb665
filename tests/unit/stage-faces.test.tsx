import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { BODIES } from "#stages/bodies.tsx";
import { type Asked, formFieldOf } from "#stages/form/form-field.ts";
import { StageForm } from "#stages/form/stage-form.tsx";
import type { KnownAnswers } from "#stages/known.ts";
import { STAGES } from "#stages/registry.ts";

describe.each(STAGES)("the form of $title", (stage) => {
  const paths = stage.fields.map(({ path }) => path);
  const all = (how: "required" | "optional") => Object.fromEntries(paths.map((path) => [path, how] as const));

  it("has a control for every answer of its schema, once, with its label", () => {
    const markup = drawn(all("required"));
    for (const { path, label } of stage.fields) {
      expect(count(markup, `id="field-${path}"`), path).toBe(1);
      expect(markup).toContain(escaped(label));
    }
  });

  it("still has every answer where none is required: folded away, or in the open where the form is short", () => {
    const markup = drawn(all("optional"));
    for (const path of paths) expect(count(markup, `id="field-${path}"`), path).toBe(1);
  });

  it("shows what is recorded in place of a question that nobody asks", () => {
    const [{ path, label } = { path: "", label: "" }] = stage.fields;
    const known = { [path]: { value: "said before", from: "from the facts", where: "/projects/x/facts/y" } };
    const markup = drawn({}, { known });
    expect(count(markup, `id="field-${path}"`)).toBe(1);
    expect(markup).toContain(escaped(label));
    expect(markup).toContain("said before");
    expect(markup).toContain('href="/projects/x/facts/y"');
    expect(drawn(all("required"), { known })).not.toContain("said before");
  });

  it("shows nothing that the law does not ask for", () => {
    const markup = drawn({});
    for (const path of paths) expect(markup).not.toContain(`id="field-${path}"`);
  });

  it("keeps every control closed where the stage cannot be edited", () => {
    const markup = drawn(all("required"), { readOnly: true });
    const controls = [...markup.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)].map(([tag]) => tag);
    expect(controls.length).toBeGreaterThan(0);
    expect(controls.filter((tag) => !/ (?:disabled|readOnly|readonly)=""/.test(tag))).toEqual([]);
  });

  function drawn(asked: Asked, { readOnly = false, known = {} }: { readOnly?: boolean; known?: KnownAnswers } = {}) {
    const Body = BODIES[stage.key];
    if (!Body) throw new Error(`"${stage.title}" has no form body: add its fields.tsx to src/stages/bodies.tsx`);
    return renderToStaticMarkup(
      <StageForm
        draftKey="test"
        draft={{ version: 1, document: {}, savedAt: null, savedBy: null }}
        asked={asked}
        fields={stage.fields.map(formFieldOf)}
        readOnly={readOnly}
        known={known}
        signed={false}
        save={() => Promise.reject(new Error("Nothing is saved while a form is drawn"))}
        onSaved={() => undefined}
        currency="EUR"
        people={[]}
        criteria={[]}
        head={null}
        signInHref="/sign-in"
        zone="UTC"
      >
        <Body discountAnnual={0.08} npvReference={1_000_000} />
      </StageForm>,
    );
  }
});

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("'", "&#x27;").replaceAll('"', "&quot;");
}
