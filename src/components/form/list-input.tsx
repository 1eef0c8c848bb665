"use client";

import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import { type ControlProps, Field, type FieldProps } from "#components/form/field.tsx";
import { classNames } from "#lib/class-names.ts";

type ListInputProps = FieldProps &
  ControlProps<readonly string[]> & {
    placeholder?: string /** Offered while typing; other words stay possible. */;
    suggestions?: readonly string[];
  };

/** Short entries as chips: Enter or a comma adds, Backspace in the empty box takes the last one back, a pasted list is split. */
export function ListInput({
  value,
  onChange,
  onBlur,
  disabled,
  readOnly,
  placeholder,
  suggestions,
  ...field
}: ListInputProps) {
  const [typed, setTyped] = useState("");
  const items = value ?? [];
  const locked = Boolean(disabled || readOnly);
  const set = (next: readonly string[]) => onChange(next.length > 0 ? next : undefined);
  const add = (text: string) => {
    const fresh = splitList(text).filter((item, at, all) => !items.includes(item) && all.indexOf(item) === at);
    if (fresh.length > 0) set([...items, ...fresh]);
    setTyped("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if ((event.key === "Enter" || event.key === ",") && !event.nativeEvent.isComposing) {
      event.preventDefault();
      add(typed);
    }
    if (event.key === "Backspace" && typed === "") set(items.slice(0, -1));
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    if (!/[\n,;]/.test(text)) return;
    event.preventDefault();
    add(typed + text);
  };
  return (
    <Field {...field}>
      {(ties) => (
        <div
          className={classNames(
            LIST_BOX,
            field.error ? "border-danger" : "border-edge",
            locked ? "bg-sunken/40" : "bg-surface",
          )}
        >
          {items.map((item) => (
            <Chip
              key={item}
              text={item}
              onRemove={locked ? undefined : () => set(items.filter((other) => other !== item))}
            />
          ))}
          <input
            {...ties}
            type="text"
            list={suggestions ? `${ties.id}-list` : undefined}
            value={typed}
            placeholder={items.length === 0 ? placeholder : undefined}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={() => {
              add(typed);
              onBlur?.();
            }}
            disabled={disabled}
            readOnly={readOnly}
            className="h-6 min-w-24 flex-1 bg-transparent px-1 text-base outline-none"
          />
          {suggestions && (
            <datalist id={`${ties.id}-list`}>
              {suggestions.map((word) => (
                <option key={word} value={word} />
              ))}
            </datalist>
          )}
          <span aria-live="polite" className="sr-only">
            {items.length > 0 && `${items.length} in the list: ${items.join(", ")}`}
          </span>
        </div>
      )}
    </Field>
  );
}

const LIST_BOX =
  "flex min-h-[2.125rem] flex-wrap items-center gap-1.5 rounded-control border px-1.5 py-1 has-[input:focus-visible]:border-focus has-[input:focus-visible]:outline-1 has-[input:focus-visible]:outline-focus";

export const splitList = (text: string): string[] =>
  text
    .split(/[\n,;]/)
    .map((item) => item.trim())
    .filter(Boolean);

function Chip({ text, onRemove }: { text: string; onRemove?: (() => void) | undefined }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-full border border-edge bg-surface py-px pr-1 pl-2 text-sm">
      <span className="one-line">{text}</span>
      {onRemove ? (
        <button
          type="button"
          aria-label={`Remove ${text}`}
          onClick={onRemove}
          className="-my-1 min-h-6 min-w-6 rounded-full text-ink-2 hover:text-ink pointer-coarse:min-h-9 pointer-coarse:min-w-9"
        >
          ×
        </button>
      ) : (
        <span className="w-1" />
      )}
    </span>
  );
}
