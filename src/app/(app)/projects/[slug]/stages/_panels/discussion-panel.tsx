import { CommentForm } from "#app/(app)/projects/[slug]/stages/_panels/comment-form.tsx";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { ResolveButton } from "#app/(app)/projects/[slug]/stages/_panels/resolve-button.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Card } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { listComments } from "#server/comments.ts";

type DiscussionPanelProps = {
  place: Place;
  comments: Awaited<ReturnType<typeof listComments>>;
  mayComment: boolean;
  now: string;
  zone: string;
};

const SHOWN = 20;

/** The conversation about the stage, oldest first, a long one folded; what holds the gate shut is never folded away. */
export function DiscussionPanel({ place, comments, mayComment, now, zone }: DiscussionPanelProps) {
  const folded = comments.length - SHOWN;
  const earlier = comments.filter((comment, at) => at < folded && !isHolding(comment));
  const recent = comments.filter((comment) => !earlier.includes(comment));
  const list = (rows: DiscussionPanelProps["comments"]) => (
    <ol className="flex flex-col gap-3.5">
      {rows.map((comment) => (
        <li key={comment.id} className="flex gap-2.5">
          <Avatar person={{ id: comment.authorId ?? comment.author, name: comment.author }} silent />
          <div className="min-w-0 flex-1 text-base">
            <p className="flex flex-wrap items-center gap-x-1.5">
              <b>{comment.author}</b>
              <RelativeTime at={comment.at} now={now} zone={zone} className="text-ink-2" />
              {comment.blocking && !comment.resolvedAt && <Tag tone="bad">Blocks the gate</Tag>}
            </p>
            <p className="break-words whitespace-pre-wrap">{comment.body}</p>
            {comment.resolvedAt ? (
              <p className="text-sm text-ink-2">
                Resolved{comment.resolver && ` by ${comment.resolver}`},{" "}
                <RelativeTime at={comment.resolvedAt} now={now} zone={zone} />
              </p>
            ) : (
              comment.blocking && mayComment && <ResolveButton slug={place.slug} id={comment.id} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
  return (
    <Card
      title="Discussion"
      id="comments"
      {...(comments.length > 0 ? { aside: comments.length } : { className: "no-print" })}
    >
      <div className="flex flex-col gap-3.5">
        {comments.length === 0 && (
          <p className="text-base text-ink-2">
            {mayComment
              ? "Ask, or say what the answers cannot. Everybody in the project reads it."
              : "Nobody has written yet."}
          </p>
        )}
        {earlier.length > 0 && (
          <details>
            <summary className="w-fit list-none text-base text-ink-2 underline decoration-edge underline-offset-2 hover:text-ink">
              {earlier.length} earlier
            </summary>
            <div className="pt-3.5">{list(earlier)}</div>
          </details>
        )}
        {recent.length > 0 && list(recent)}
        {mayComment && <CommentForm place={place} />}
      </div>
    </Card>
  );
}

function isHolding({ blocking, resolvedAt }: DiscussionPanelProps["comments"][number]): boolean {
  return blocking && !resolvedAt;
}
