import type { Block } from "#domain/document.ts";
import { roleName } from "#domain/vocabulary.ts";
import { plural } from "#lib/format-size.ts";
import type { Known, KnownEvidence } from "#server/documents/known.ts";
import { clipped, h2, h3, inWords, type Parts, says } from "#server/documents/parts.ts";
import { stageTable } from "#server/documents/standing.ts";

/* What a technical file says of who did what: changes, signatures, evidence. */

export function changes({ moves, lifecycle }: Known, { table, stageName, facts, day }: Parts): Block[] {
  return [
    h2("6. Changes over its life"),
    facts("deployment-events"),
    ...["framing-revisions", "value-revisions", "champion-periods"].map((kind) => facts(kind)),
    h3("Moves of the stages"),
    table(
      "Moves of the stages",
      ["Stage", "What", "By", "On", "Reason"],
      moves.map(({ stageKey, what, by, at, words }) => [
        stageName(stageKey),
        inWords(what.replaceAll("-", " ")),
        by,
        day(at),
        clipped(words ?? "–"),
      ]),
      "/activity",
      80,
    ),
    ...(lifecycle.changes.length > 0
      ? [
          table(
            "Life of the project",
            ["What", "By", "On", "Reason"],
            lifecycle.changes.map(({ verb, actorName, at, reason }) => [
              inWords(verb),
              actorName,
              day(at),
              clipped(reason),
            ]),
            "/settings",
          ),
        ]
      : []),
  ];
}

export function named({ evidence }: Known, parts: Parts, pattern: RegExp, none: string): Block[] {
  const found = evidence.filter(({ label, url }) => pattern.test(`${label} ${url ?? ""}`));
  if (found.length > 0) return [evidenceTable(found, parts)];
  return [
    parts.missing(
      `${none} A link or file with such a name, added to a checklist item, is listed here.`,
      "Open the stages",
      "/stages",
    ),
  ];
}

export function signatures(known: Known, parts: Parts): Block[] {
  const { table, stageName, day } = parts;
  const { count, first } = known.audit;
  return [
    h2("10. Sign-offs and audit trail"),
    stageTable(known, parts),
    table(
      "Signatures",
      ["Stage", "Signed", { label: "Version", number: true }, "By", "As", "On", "Counts"],
      known.signOffs.map((s) => [
        stageName(s.stageKey),
        signed(s.what),
        String(s.version),
        s.by,
        roleName(s.role ?? ""),
        day(s.at),
        s.counts ? "yes" : "no longer",
      ]),
      "/stages",
      80,
    ),
    says(
      `The audit holds ${plural(count, "entry", "entries")}${first ? ` since ${day(first)}` : ""}: `,
      { text: "activity", href: `${parts.base}/activity` },
      ".",
    ),
  ];
}

export function evidenceTable(evidence: readonly KnownEvidence[], { table, stageName, day, missing }: Parts): Block {
  if (evidence.length === 0) return missing("No evidence was added.", "Open the stages", "/stages");
  return table(
    "Evidence",
    ["Stage", "Item", "Evidence", "Kind", "Added by", "On", "Good until"],
    evidence.map((each) => [
      stageName(each.stageKey),
      each.item,
      [
        each.url ? { text: clipped(each.label), href: each.url } : clipped(each.label),
        ...(each.sha256 ? [` (SHA-256 ${each.sha256.slice(0, 12)}…)`] : []),
      ],
      each.kind,
      each.by,
      day(each.at),
      day(each.validUntil),
    ]),
    "/stages",
    200,
  );
}

function signed(what: string): string {
  if (what === "stage") return "The stage";
  if (what.endsWith(":not_applicable")) return `Item ${what.split(":")[1]} does not apply`;
  return inWords(what.replace(":", " "));
}
