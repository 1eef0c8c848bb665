import type { ComponentProps, ReactNode } from "react";
import { classNames } from "#lib/class-names.ts";

export type IconButtonProps = Omit<ComponentProps<"button">, "children"> & { label: string; icon: ReactNode };

/** A button that is only a picture: the label is read out and shown on hover. */
export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <button type="button" aria-label={label} title={label} {...rest} className={classNames(iconButtonClass, className)}>
      {icon}
    </button>
  );
}

export const iconButtonClass =
  "inline-flex size-8 pointer-coarse:size-10 shrink-0 items-center justify-center rounded-control text-ink-2 transition-colors duration-100 hover:not-disabled:bg-sunken hover:not-disabled:text-ink disabled:opacity-50";
