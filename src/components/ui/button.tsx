import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "#lib/class-names.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md";

type Look = { variant?: ButtonVariant | undefined; size?: ButtonSize | undefined; icon?: ReactNode };

export type ButtonProps = Look & ComponentProps<"button"> & { pending?: boolean | undefined };

/** The label says what happens. One primary button a view. */
export function Button({ variant, size, icon, pending = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || pending}
      aria-busy={pending || undefined}
      className={classNames(buttonClass(variant, size), className)}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  );
}

export type ButtonLinkProps = Look & ComponentProps<typeof Link>;

export function ButtonLink({ variant, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={classNames(buttonClass(variant, size), className)}>
      {icon}
      {children}
    </Link>
  );
}

export function Spinner() {
  return (
    <svg viewBox="0 0 16 16" className="size-3.5 animate-spin" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="26 12" />
    </svg>
  );
}

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-action text-on-action hover:not-disabled:bg-action-hover",
  secondary: "border-edge bg-surface text-ink hover:not-disabled:bg-sunken",
  ghost: "border-transparent text-ink hover:not-disabled:bg-sunken",
  danger: "border-transparent bg-danger text-on-danger hover:not-disabled:bg-danger-hover",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "h-7 px-2.5 text-sm pointer-coarse:h-9",
  md: "h-8 px-3 text-base pointer-coarse:h-10",
};

export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return classNames(
    "no-print inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border font-semibold whitespace-nowrap",
    "transition-colors duration-100 select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55",
    VARIANTS[variant],
    SIZES[size],
  );
}
