import type { Metadata } from "next";
import { EditChannel } from "#app/(app)/notifications/channel-editor.tsx";
import { managing } from "#app/(app)/projects/[slug]/settings/notifications/managing.tsx";

export const metadata: Metadata = { title: "Edit a channel" };

type PageProps = { params: Promise<{ slug: string; id: string }> };

export default async function EditChannelPage({ params }: PageProps) {
  const { slug, id } = await params;
  return managing(slug, ({ access, home }) => <EditChannel {...{ access, home, id }} />);
}
