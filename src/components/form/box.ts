/** The look of every box that one types into. */
export const boxClass =
  "w-full min-w-0 rounded-control border border-edge bg-surface px-2.5 py-[0.4375rem] text-base text-ink " +
  "transition-colors duration-100 hover:enabled:border-idle focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 " +
  "aria-invalid:border-danger [&[readonly]]:border-rule [&[readonly]]:bg-sunken/40 disabled:cursor-not-allowed disabled:opacity-60";
