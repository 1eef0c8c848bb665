import { SegmentedLinks } from "#components/ui/segmented.tsx";

/** The pages about how a project is set up. */
export function SettingsTabs({ slug, current }: { slug: string; current: "project" | "notifications" }) {
  const base = `/projects/${slug}/settings`;
  return (
    <div>
      <SegmentedLinks
        label="Settings"
        items={[
          { label: "Project", href: base, current: current === "project" },
          { label: "Notifications", href: `${base}/notifications`, current: current === "notifications" },
        ]}
      />
    </div>
  );
}
