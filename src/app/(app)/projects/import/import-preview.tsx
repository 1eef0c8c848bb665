"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { ask, type ImportShown, importSchema, type ManifestShown } from "#app/transfer-fetch.ts";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { KeyFigures } from "#components/ui/key-figures.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { ROLE_NAMES, ROLES } from "#domain/vocabulary.ts";
import { formatDateTime } from "#lib/format-date.ts";
import { formatBytes, plural } from "#lib/format-size.ts";

type ImportPreviewProps = {
  shown: ImportShown;
  manifest: ManifestShown;
  take: (answer: ImportShown | string) => void;
};

export function ImportPreview({ shown, manifest, take }: ImportPreviewProps) {
  const router = useRouter();
  const { project, from, exportedAt, exportedBy, productVersion } = manifest;
  const [name, setName] = useState<string | undefined>(project.name);
  const [slug, setSlug] = useState<string>();
  const [pending, setPending] = useState(false);
  const start = async () => {
    setPending(true);
    const wishes = { ...(name && name !== project.name && { name }), ...(slug && { slug }) };
    const begun = await ask(z.unknown(), `/imports/${shown.id}/start`, "POST", wishes);
    take(typeof begun === "string" ? begun : await ask(importSchema, `/imports/${shown.id}`));
    setPending(false);
  };
  const discard = async () => {
    const answer = await ask(z.null(), `/imports/${shown.id}`, "DELETE");
    if (typeof answer === "string") return take(answer);
    router.push("/projects/import");
    router.refresh();
  };
  return (
    <>
      <Card
        title={project.name}
        note={`exported ${formatDateTime(exportedAt)} UTC by ${exportedBy} from ${from.organisation} (${from.address}), Throughline ${productVersion}`}
      >
        {project.summary && <p className="pb-3 text-base text-pretty text-ink-2">{project.summary}</p>}
        <KeyFigures label="What the file holds" figures={figuresOf(manifest, shown.sizeBytes)} />
        <div className="flex flex-col gap-1 pt-3 text-base text-pretty text-ink-2">
          {manifest.artefacts === "left_out" && (
            <p>MLflow’s files were left out: the runs are there, their files are not.</p>
          )}
          <p>Not in the file: {manifest.leftOut.join(" ")}</p>
        </div>
      </Card>
      {shown.people && <People people={shown.people} />}
      <Card title="As a new project">
        <div className="flex max-w-xl flex-col gap-3.5">
          <TextInput path="name" label="Name" value={name} onChange={setName} />
          <TextInput
            path="slug"
            label="Address"
            optional
            value={slug}
            onChange={setSlug}
            help={`Small letters, digits and hyphens. Empty: ${project.slug}, or the next one that is free.`}
          />
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" pending={pending} onClick={() => void start()}>
              Import the project
            </Button>
            <Button onClick={() => void discard()}>Discard the file</Button>
          </div>
        </div>
      </Card>
    </>
  );
}

function figuresOf({ parts, files, fileBytes }: ManifestShown, sizeBytes: number | null) {
  const rows = (table: string) =>
    (parts.find(({ path }) => path === `rows/${table}.ndjson`)?.rows ?? 0).toLocaleString("en-GB");
  return [
    { label: "Facts", value: rows("fact") },
    { label: "Sign-offs", value: rows("sign_off") },
    { label: "Criteria", value: rows("criterion") },
    { label: "Points", value: rows("metric_point") },
    { label: "MLflow runs", value: rows("mlflow_run") },
    { label: "Lines of the log", value: rows("audit_event") },
    { label: `Files (${formatBytes(fileBytes)})`, value: files.toLocaleString("en-GB") },
    { label: "Size of the file", value: formatBytes(sizeBytes) },
  ];
}

type People = NonNullable<ImportShown["people"]>;

function People({ people: { matched, byNameOnly } }: { people: People }) {
  return (
    <Card title="People" note="matched by e-mail address" padded={false}>
      {byNameOnly.length > 0 && (
        <div className="px-4 pb-3">
          <Notice tone="warn">
            {plural(byNameOnly.length, "person is", "people are")} not known here. Their names stay on what they did; no
            account is made, and they do not become members.
          </Notice>
        </div>
      )}
      <TableScroll label="People in the file">
        <Table>
          <thead>
            <tr>
              <Th>In the file</Th>
              <Th>Roles</Th>
              <Th>Here</Th>
            </tr>
          </thead>
          <tbody>
            {[...byNameOnly.map((person) => ({ ...person, here: null })), ...matched]
              .slice(0, MOST_SHOWN)
              .map((person) => (
                <tr key={person.id}>
                  <Td>
                    {person.name || "Without a name"}
                    {person.email && <span className="block text-sm wrap-anywhere text-ink-2">{person.email}</span>}
                  </Td>
                  <Td>{rolesIn(person.roles) || <span className="text-ink-2">only named</span>}</Td>
                  <Td>{person.here ?? <span className="text-ink-2">name only</span>}</Td>
                </tr>
              ))}
          </tbody>
        </Table>
      </TableScroll>
    </Card>
  );
}

const MOST_SHOWN = 200;

function rolesIn(roles: readonly string[]): string {
  return ROLES.filter((role) => roles.includes(role))
    .map((role) => ROLE_NAMES[role])
    .join(", ");
}
