export const MAIN_ID = "main";

/** The first stop of the keyboard: past the navigation to the page. */
export function SkipLink() {
  return (
    <a
      href={`#${MAIN_ID}`}
      className="no-print fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-action px-3 py-2 font-semibold text-on-action focus:translate-y-0"
    >
      Skip to the page
    </a>
  );
}
