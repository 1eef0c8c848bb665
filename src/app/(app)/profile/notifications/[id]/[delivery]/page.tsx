import type { Metadata } from "next";
import { DeliveryPage } from "#app/(app)/notifications/delivery-view.tsx";
import { ownChannels } from "#app/(app)/profile/notifications/own.ts";

export const metadata: Metadata = { title: "Delivery" };

export default async function OwnDeliveryPage({ params }: { params: Promise<{ id: string; delivery: string }> }) {
  const [{ access, home, zone }, { id, delivery }] = await Promise.all([ownChannels(), params]);
  return <DeliveryPage {...{ access, home, id, delivery, zone }} />;
}
