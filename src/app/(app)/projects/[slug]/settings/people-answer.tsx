import { TextLink } from "#components/ui/text-link.tsx";

/** Asked once: stage 1 holds the answer, and its signatures hold for it. */
export function PeopleAnswer({ slug, affectsPeople }: { slug: string; affectsPeople: boolean }) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-base font-semibold">Does it decide about people?</p>
      <p>{affectsPeople ? "Yes" : "No"}</p>
      <p className="text-sm text-ink-2">
        An answer of stage 1, and{" "}
        <TextLink href={`/projects/${slug}/stages/business-case#field-affectsPeople`}>changed there</TextLink>.
      </p>
    </div>
  );
}
