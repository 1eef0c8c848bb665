"use client";

import { useState } from "react";
import type { FieldProps } from "#components/form/field.tsx";
import { TextArea } from "#components/form/text-area.tsx";
import { isGroup } from "#stages/answer-at.ts";

type MapInputProps = FieldProps & {
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur: () => void;
  readOnly: boolean;
};

/** Named values, one a line: "learning_rate = 0.1". The typed lines stay as they are; what they say goes out. */
export function MapInput({ value, onChange, ...field }: MapInputProps) {
  const [lines, setLines] = useState(() => (isGroup(value) ? linesOf(value) : undefined));
  const type = (next: string | undefined) => {
    setLines(next);
    onChange(mapIn(next ?? ""));
  };
  return (
    <TextArea
      {...field}
      help={field.help ?? "One a line, as in learning_rate = 0.1"}
      value={lines}
      onChange={type}
      rows={4}
    />
  );
}

function linesOf(map: Readonly<Record<string, unknown>>): string {
  return Object.entries(map)
    .map(([name, value]) => `${name} = ${value}`)
    .join("\n");
}

function mapIn(lines: string): Record<string, unknown> | undefined {
  const entries = lines.split("\n").flatMap((line) => {
    const [name = "", ...rest] = line.split(/[=:]/);
    const text = rest.join("=").trim();
    if (!name.trim() || !text) return [];
    const number = Number(text);
    return [[name.trim(), Number.isFinite(number) ? number : text] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
