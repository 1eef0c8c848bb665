import { SegmentedLinks } from "#components/ui/segmented.tsx";

type Page = "connect" | "inbound" | "inbound/try";

const PAGES: readonly { page: Page; label: string }[] = [
  { page: "connect", label: "Connect" },
  { page: "inbound", label: "What arrived" },
  { page: "inbound/try", label: "Try a payload" },
];

/** The three pages about what comes in. */
export function InboundTabs({ slug, current }: { slug: string; current: Page | null }) {
  const items = PAGES.map(({ page, label }) => ({
    label,
    href: `/projects/${slug}/${page}`,
    current: page === current,
  }));
  return (
    <div>
      <SegmentedLinks label="Inbound" items={items} />
    </div>
  );
}
