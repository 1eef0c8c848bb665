import { TextLink } from "#components/ui/text-link.tsx";
import type { Access } from "#server/access.ts";
import { listAlertTitles } from "#server/alert-titles.ts";

/** Alerts by their titles, each leading to itself; what another system called an alert stands as it was written. */
export async function AlertLinks({ access, ids }: { access: Access<"project.read">; ids: readonly string[] }) {
  const titles = await listAlertTitles(access, ids);
  return (
    <ul className="flex flex-col gap-1">
      {ids.map((id) => {
        const title = titles.get(id);
        return (
          <li key={id}>
            {title ? (
              <TextLink href={`/projects/${access.slug}/monitoring#alert-${id}`} prefetch={false}>
                {title}
              </TextLink>
            ) : (
              id
            )}
          </li>
        );
      })}
    </ul>
  );
}
