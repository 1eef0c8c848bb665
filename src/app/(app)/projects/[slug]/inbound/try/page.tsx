import type { Metadata } from "next";
import { InboundTabs } from "#app/(app)/projects/[slug]/inbound/inbound-tabs.tsx";
import { TryForm } from "#app/(app)/projects/[slug]/inbound/try/try-form.tsx";
import { readingProject } from "#app/project.ts";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { can, whoMay } from "#domain/permissions.ts";
import { WIRE_NAMES } from "#wire/heard.ts";
import { WIRE_READERS } from "#wire/readers.ts";

export const metadata: Metadata = { title: "Try a payload" };

export default async function TryPage({ params }: { params: Promise<{ slug: string }> }) {
  const access = await readingProject((await params).slug);
  const formats = WIRE_READERS.map(({ format }) => ({ value: format, label: WIRE_NAMES[format] }));
  return (
    <div className="flex flex-col gap-4">
      <InboundTabs slug={access.slug} current="inbound/try" />
      {can(access.roles, "metrics.write") ? (
        <Card title="What would it become?">
          <TryForm slug={access.slug} formats={formats} />
        </Card>
      ) : (
        <Notice title="Payloads are tried by those who send them">That takes {whoMay("metrics.write")}.</Notice>
      )}
    </div>
  );
}
