import { SegmentedLinks } from "#components/ui/segmented.tsx";

/** The pages about oneself. */
export function ProfileTabs({ current }: { current: "profile" | "notifications" }) {
  return (
    <div>
      <SegmentedLinks
        label="Profile"
        items={[
          { label: "Profile", href: "/profile", current: current === "profile" },
          { label: "Notifications", href: "/profile/notifications", current: current === "notifications" },
        ]}
      />
    </div>
  );
}
