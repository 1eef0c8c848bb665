import Link from "next/link";

/** What a shortened list leaves out, and where all of it is; nothing while it is whole. */
export function RestLink({ rest, href, className }: { rest: number; href: string; className: string }) {
  if (rest <= 0) return null;
  return (
    <p className={`text-base text-ink-2 ${className}`}>
      <Link href={href} prefetch={false} className="underline underline-offset-2">
        {rest} more in the list
      </Link>
    </p>
  );
}
