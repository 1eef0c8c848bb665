"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { addChannelAction, changeChannelAction } from "#app/(app)/notifications/actions.ts";
import { AddressField } from "#app/(app)/notifications/address-field.tsx";
import { type Draft, draftInput } from "#app/(app)/notifications/channel-draft.ts";
import type { Home } from "#app/(app)/notifications/channel-words.ts";
import { MannerFields } from "#app/(app)/notifications/manner-fields.tsx";
import { NewsFields } from "#app/(app)/notifications/news-fields.tsx";
import { SecretShown } from "#app/(app)/notifications/secret-shown.tsx";
import { useAction } from "#app/use-action.ts";
import { ChoicesInput } from "#components/form/choices-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { ChannelKind } from "#server/channel-shape.ts";

export type Standing = { id: string; version: number; shown: string };

type ChannelFormProps = {
  home: Home;
  kind: ChannelKind;
  initial: Draft;
  /** Missing for one that is being added. */
  standing?: Standing;
  /** A person's own mail goes to the address they sign in with. */
  ownMail?: string | undefined;
  /** Projects that a person's own channel can leave out. */
  projects?: readonly { id: string; name: string }[];
  zones: readonly string[];
};

export function ChannelForm({ home, kind, initial, standing, ownMail, projects = [], zones }: ChannelFormProps) {
  const router = useRouter();
  const [draft, setDraft] = useState(initial);
  const [made, setMade] = useState<{ id: string; secret: string }>();
  const add = useAction(addChannelAction);
  const change = useAction(changeChannelAction);
  const run = standing ? change : add;
  const put = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const errorOf = (path: string) => run.errorOf(`channel.${path}`) ?? run.errorOf(path);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const channel = draftInput(draft, kind, home.slug === null);
    const done = ({ id, secret }: { id: string; secret: string | null }) =>
      secret ? setMade({ id, secret }) : router.push(`${home.base}/${id}`);
    if (standing)
      change.submit({ slug: home.slug, id: standing.id, channel: { ...channel, version: standing.version } }, done);
    else add.submit({ slug: home.slug, channel: { ...channel, kind } }, done);
  };
  if (made) return <SecretShown secret={made.secret} next={`${home.base}/${made.id}`} />;
  return (
    <form onSubmit={save} noValidate className="flex max-w-2xl flex-col gap-5">
      <TextInput
        path="name"
        label="Name"
        value={draft.name}
        onChange={(name) => put({ name: name ?? "" })}
        error={errorOf("name")}
      />
      <AddressField
        {...{ kind, ownMail }}
        value={draft.address}
        onChange={(address) => put({ address })}
        shown={standing?.shown}
        error={errorOf("address") ?? errorOf("kind")}
      />
      <NewsFields value={draft.types} onChange={(types) => put({ types })} error={errorOf("types")} />
      {kind !== "webhook" && <MannerFields {...{ draft, put, zones, errorOf }} />}
      {projects.length > 0 && (
        <ChoicesInput
          path="muted"
          label="Silent projects"
          help="Nothing of these comes here."
          optional
          options={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.muted}
          onChange={(muted) => put({ muted: [...(muted ?? [])] })}
          error={errorOf("muted")}
        />
      )}
      {run.problem && (
        <Notice tone="bad" live>
          {run.problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={run.pending}>
          {standing ? "Save" : "Add channel"}
        </Button>
        <ButtonLink href={standing ? `${home.base}/${standing.id}` : home.base} prefetch={false}>
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}
