import Link from "next/link";

/** As high as a finger needs, in a line as high as its text. */
const CRUMB = "-my-0.5 line-clamp-1 py-0.5 leading-5";

export type Crumb = { label: string; href?: string | undefined };

export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-x-2.5 text-base text-ink-2">
        {crumbs.map(({ label, href }, position) => (
          <li key={label} className="flex min-w-0 items-center gap-x-2.5">
            {position > 0 && <span aria-hidden="true">/</span>}
            {href ? (
              <Link href={href} className={`${CRUMB} hover:text-ink hover:underline`}>
                {label}
              </Link>
            ) : (
              <span aria-current="page" className={CRUMB}>
                {label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
