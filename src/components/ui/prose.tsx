import type { ReactNode } from "react";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { Table, TableScroll, Td, Th } from "#components/ui/table.tsx";

/** Markdown that somebody wrote, as elements of ours: HTML in it is left out, pictures become links. */
export function Prose({ text }: { text: string }) {
  return (
    <div className="flex flex-col gap-2.5 text-md text-pretty wrap-anywhere [&_ol]:list-decimal [&_ol]:pl-5 [&_ul]:list-disc [&_ul]:pl-5">
      <Markdown remarkPlugins={[remarkGfm]} skipHtml components={COMPONENTS}>
        {text}
      </Markdown>
    </div>
  );
}

type Content = { children?: ReactNode };

const COMPONENTS = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  a: ({ href, children }: Content & { href?: string }) => (
    <a href={href} rel="noreferrer" className="font-medium text-link underline underline-offset-2">
      {children}
    </a>
  ),
  img: ({ src, alt }: { src?: unknown; alt?: string }) =>
    typeof src === "string" ? (
      <a href={src} rel="noreferrer" className="font-medium text-link underline underline-offset-2">
        {alt || src}
      </a>
    ) : null,
  pre: ({ children }: Content) => (
    <pre className="overflow-x-auto rounded-control bg-sunken p-3 font-mono text-sm">{children}</pre>
  ),
  blockquote: ({ children }: Content) => <blockquote className="border-l-2 border-edge pl-3">{children}</blockquote>,
  table: ({ children }: Content) => (
    <TableScroll label="Table in the text">
      <Table>{children}</Table>
    </TableScroll>
  ),
  th: ({ children }: Content) => <Th>{children}</Th>,
  td: ({ children }: Content) => <Td>{children}</Td>,
};

/** Whatever its level was: the page above has its own headings. */
function Heading({ children }: Content) {
  return <h4 className="mt-1 font-semibold">{children}</h4>;
}
