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

/** The conversation about the stage, oldest first; a blocking comment keeps the gate shut until it is resolved. */
export function DiscussionPanel({ place, comments, mayComment, now, zone }: DiscussionPanelProps) {
  return (
    <Card title="Discussion" id="comments" {...(comments.length > 0 && { aside: comments.length })}>
      <div className="flex flex-col gap-3.5">
        {comments.length === 0 && (
          <p className="text-base text-ink-2">
            {mayComment
              ? "Ask, or say what the answers cannot. Everybody in the project reads it."
              : "Nobody has written yet."}
          </p>
        )}
        {comments.length > 0 && (
          <ol className="flex flex-col gap-3.5">
            {comments.map((comment) => (
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
        )}
        {mayComment && <CommentForm place={place} />}
      </div>
    </Card>
  );
}
