/** The shape of every box that one types into; a box that knows whether it is locked brings its own colours. */
export const boxShapeClass =
  "w-full min-w-0 rounded-control border px-2.5 py-[0.4375rem] text-base text-ink " +
  "transition-colors duration-100 hover:enabled:border-idle focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 " +
  "aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-60";

export const boxClass = `${boxShapeClass} border-edge bg-surface [&[readonly]]:border-rule [&[readonly]]:bg-sunken/40`;
