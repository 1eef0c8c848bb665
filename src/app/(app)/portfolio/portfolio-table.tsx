"use client";

import Link from "next/link";
import type { CompactRow } from "#app/(app)/portfolio/rows.ts";
import { Sparkline } from "#components/charts/sparkline.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { CriterionTag } from "#components/ui/criterion-tag.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { STAGE_STATE_NAMES, StageMark, StageSymbols } from "#components/ui/stage-glyph.tsx";
import { Table, TableScroll, Th, Tr } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { PHASES, type Phase } from "#domain/vocabulary.ts";
import { classNames } from "#lib/class-names.ts";

type StageHead = { key: string; number: number; title: string; phase: Phase };
type PortfolioTableProps = { rows: readonly CompactRow[]; stages: readonly StageHead[] };

/** Compact rows in, one component: a table of server components would cost thirty times as much to render. */
export function PortfolioTable({ rows, stages }: PortfolioTableProps) {
  return (
    <TableScroll label="Projects by stage" className="wide-sheet rounded-card border border-rule bg-surface">
      <StageSymbols />
      <Table className="stage-rows sm:min-w-[64rem]">
        <thead>
          <tr>
            <Th rowSpan={2} className="left-0 z-2 w-full align-bottom">
              Project
            </Th>
            {PHASES.map((phase) => (
              <Th
                key={phase}
                colSpan={stages.filter((s) => s.phase === phase).length}
                ruled
                center
                scope="colgroup"
                className="border-b-0 px-1! pb-0 text-ink"
              >
                {phase}
              </Th>
            ))}
            {["Criteria", "Outcome", "Last 30 windows"].map((title, at) => (
              <Th key={title} rowSpan={2} ruled={at === 0} className="align-bottom">
                {title}
              </Th>
            ))}
            <Th rowSpan={2} number className="align-bottom">
              In stage
            </Th>
            <Th rowSpan={2} number className="align-bottom" title="Expected value a year at full use">
              Value a year
            </Th>
          </tr>
          <tr>
            {stages.map((stage, at) => (
              <Th
                key={stage.key}
                center
                ruled={stages[at - 1]?.phase !== stage.phase}
                title={stage.title}
                className="px-1.5!"
              >
                <abbr title={stage.title} className="no-underline">
                  {stage.number}
                </abbr>
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ProjectRow key={row.slug} row={row} stages={stages} />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function ProjectRow({ row, stages }: { row: CompactRow; stages: readonly StageHead[] }) {
  const href = `/projects/${row.slug}`;
  return (
    <Tr>
      <th
        scope="row"
        className="sticky left-0 z-1 border-b border-rule bg-surface px-3 py-2.5 text-left font-normal wrap-anywhere in-[tbody>tr:last-child]:border-b-0"
      >
        <span className="flex items-center gap-2.5 sm:min-w-60">
          {row.owner && (
            <span className="max-sm:hidden">
              <Avatar person={row.owner} size={20} />
            </span>
          )}
          <span className="min-w-0 flex-1">
            <Link href={href} prefetch={false} title={row.name} className="line-clamp-3 font-semibold hover:underline">
              {row.name}
            </Link>
            <span className="line-clamp-1 text-sm text-ink-2 sm:line-clamp-2">{row.summary}</span>
          </span>
          {row.resting && <Tag tone="quiet">{row.resting}</Tag>}
          {row.tier > 1 && <Tag className="max-sm:hidden">Tier {row.tier}</Tag>}
        </span>
      </th>
      {stages.map((stage, at) => {
        const state = row.states[at] ?? "not_started";
        return (
          <td
            key={stage.key}
            className="stage-cell"
            data-ruled={stages[at - 1]?.phase !== stage.phase ? "" : undefined}
          >
            <Link href={`${href}/stages/${stage.key}`} prefetch={false}>
              <StageMark state={state} label={`${stage.title}: ${STAGE_STATE_NAMES[state].toLowerCase()}`} />
            </Link>
          </td>
        );
      })}
      <td className="row-cell" data-ruled="">
        {row.total === 0 ? (
          <span className="whitespace-nowrap text-ink-2">none yet</span>
        ) : (
          <span className="figures flex items-center gap-2">
            <ProgressBar value={row.met / row.total} label={`${row.met} of ${row.total} criteria met`} width={52} />
            {row.met}/{row.total}
          </span>
        )}
        {row.eased && (
          <Link
            href={`${href}/stages/success-criteria`}
            prefetch={false}
            className="block text-sm whitespace-nowrap text-warn hover:underline"
          >
            {row.eased}
          </Link>
        )}
      </td>
      <td className="row-cell">
        <span className="flex items-center gap-1.5" title={row.healthWords}>
          <CriterionTag state={row.outcome} />
          {row.alerts > 0 && <span className="sr-only">{row.alerts} open alerts</span>}
        </span>
      </td>
      <td className="row-cell">
        {row.trend.length > 1 ? (
          <Sparkline
            values={row.trend}
            target={row.target}
            state={row.outcome}
            label={`${row.criterion ?? "Main criterion"}, last ${row.trend.length} windows`}
          />
        ) : (
          <span className="text-ink-2">not live</span>
        )}
      </td>
      <td
        className={classNames("row-cell figures text-right whitespace-nowrap", row.overdue && "font-semibold text-bad")}
      >
        {row.inStage}
        {row.overdue && <span className="sr-only">, longer than planned</span>}
      </td>
      <td className="row-cell figures text-right whitespace-nowrap">{row.value}</td>
    </Tr>
  );
}
