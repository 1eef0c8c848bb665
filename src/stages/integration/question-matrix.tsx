import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { csvLink } from "#lib/csv-link.ts";
import { formatNumber } from "#lib/format.ts";
import { answerAt, isGroup } from "#stages/answer-at.ts";
import { metaOf } from "#stages/field.ts";
import { deploymentFields } from "#stages/integration/questions.ts";

/** The fifteen questions as they are answered: shape and word, the number beside, so that projects can be compared. */
export function QuestionMatrix({ document }: { document: unknown }) {
  const given = isGroup(document) ? document : {};
  const rows = Object.entries(deploymentFields.shape).map(([name, question]): QuestionRow => {
    const at = (part: string) => answerAt(given, `deploymentAnswers.${name}.${part}`);
    const number = at("number");
    const detail = at("detail");
    return {
      name,
      label: metaOf(question.shape.answer)?.label ?? name,
      unit: metaOf(question.shape.number)?.unit ?? "",
      answer: ANSWERS.find((each) => each === at("answer")) ?? "open",
      detail: typeof detail === "string" ? detail : "",
      number: typeof number === "number" ? number : null,
    };
  });
  const answered = rows.filter(({ answer }) => answer !== "open").length;
  // Nothing is answered yet: the form above asks the same fifteen.
  if (answered === 0) return null;
  return (
    <ChartFrame
      level={3}
      title="Deployment questions"
      measure="Fifteen questions, each with its answer and its number"
      csvHref={csvLink(
        ["Question", "Answer", "Number", "Unit", "Detail"],
        rows.map(({ label, answer, number, unit, detail }) => [label, LOOKS[answer].word, number, unit, detail]),
      )}
      finding={`${answered} of ${rows.length} are answered, ${rows.filter(({ answer }) => answer === "yes").length} with yes.`}
    >
      <TableScroll label="Deployment questions" className="-mx-4 px-4">
        <Table className="text-sm">
          <thead>
            <tr>
              <Th>Question</Th>
              <Th>Answer</Th>
              <Th number>Number</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, label, unit, answer, detail, number }) => (
              <tr key={name}>
                <RowHead className="min-w-32 font-medium">
                  <a href={`#field-deploymentAnswers.${name}.answer`} className="hover:underline">
                    {label}
                  </a>
                  {detail && <span className="block text-xs font-normal text-pretty text-ink-2">{detail}</span>}
                </RowHead>
                <Td className="whitespace-nowrap">
                  <span className={`inline-flex items-center gap-1.5 ${LOOKS[answer].tone}`}>
                    <Shape answer={answer} />
                    {LOOKS[answer].word}
                  </span>
                </Td>
                <Td number className="max-w-32 whitespace-normal!">
                  {number === null ? "–" : formatNumber(number)}
                  {number !== null && unit && <span className="block text-xs text-ink-2">{unit}</span>}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
    </ChartFrame>
  );
}

type QuestionRow = {
  name: string;
  label: string;
  unit: string;
  answer: Look;
  detail: string;
  number: number | null;
};

const ANSWERS = ["yes", "no", "planned", "not_applicable"] as const;
type Look = (typeof ANSWERS)[number] | "open";

const LOOKS: Record<Look, { word: string; tone: string }> = {
  yes: { word: "Yes", tone: "text-good" },
  no: { word: "No", tone: "text-bad" },
  planned: { word: "Planned", tone: "text-warn" },
  not_applicable: { word: "Not applicable", tone: "text-ink-2" },
  open: { word: "Open", tone: "text-ink-2" },
};

function Shape({ answer }: { answer: Look }) {
  return (
    <svg
      aria-hidden="true"
      width="12"
      height="12"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    >
      {SHAPES[answer]}
    </svg>
  );
}

const SHAPES = {
  yes: <circle cx="6" cy="6" r="4.6" fill="currentColor" />,
  no: <path d="M2 2 10 10M10 2 2 10" />,
  planned: (
    <>
      <circle cx="6" cy="6" r="4.6" />
      <path d="M6 1.4a4.6 4.6 0 0 1 0 9.2z" fill="currentColor" />
    </>
  ),
  not_applicable: <path d="M1.5 6h9" />,
  open: <circle cx="6" cy="6" r="4.6" strokeDasharray="2 2" />,
} as const;
