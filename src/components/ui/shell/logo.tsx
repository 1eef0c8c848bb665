/** The throughline: a line that leaves a green dot, rises, and ends in a red one. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2.5 text-md font-semibold tracking-tight">
      <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
        <path d="M2 14.5C5.5 14.5 6 5 10 5s4.5 6 8 9.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        <circle cx="2.4" cy="14.5" r="1.9" className="fill-done" />
        <circle cx="17.3" cy="14" r="2.1" className="fill-attention" />
      </svg>
      Throughline
    </span>
  );
}
