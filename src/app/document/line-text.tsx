import Link from "next/link";
import type { Line } from "#domain/document.ts";

const LOOK = "underline decoration-edge underline-offset-2 hover:decoration-ink";

/** Words of a document, with their ways in the product and out of it. */
export function LineText({ line }: { line: Line }) {
  return line.map((words, at) => {
    if (typeof words === "string") return words;
    const { text, href } = words;
    if (href.startsWith("/") && !href.startsWith("/api/"))
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is drawn once, in its order
        <Link key={at} href={href} prefetch={false} className={LOOK}>
          {text}
        </Link>
      );
    if (!/^(https?:|mailto:|\/)/i.test(href)) return text;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <a key={at} href={href} rel="noreferrer" className={LOOK}>
        {text}
      </a>
    );
  });
}
