import type { Metadata } from "next";
import { DeliveryPage } from "#app/(app)/notifications/delivery-view.tsx";
import { managing } from "#app/(app)/projects/[slug]/settings/notifications/managing.tsx";

export const metadata: Metadata = { title: "Delivery" };

type PageProps = { params: Promise<{ slug: string; id: string; delivery: string }> };

export default async function ProjectDeliveryPage({ params }: PageProps) {
  const { slug, id, delivery } = await params;
  return managing(slug, ({ access, home, zone }) => <DeliveryPage {...{ access, home, id, delivery, zone }} />);
}
