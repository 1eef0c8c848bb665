import { SegmentedLinks } from "#components/ui/segmented.tsx";

type Page = "connect" | "inbound" | "inbound/try" | "connect/retraining";

const PAGES: readonly { page: Page; label: string }[] = [
  { page: "connect", label: "Connect" },
  { page: "inbound", label: "What arrived" },
  { page: "inbound/try", label: "Try a payload" },
  { page: "connect/retraining", label: "Retraining" },
];

/** The pages about what comes in, and about what is asked for elsewhere. */
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
