import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import { instantText } from "#domain/storable-time.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";
import { REAL } from "#server/real-alerts.ts";

export const newAnnotationSchema = z.strictObject({
  text: z.string().trim().min(2, "Say what happened").max(120, "At most 120 characters"),
  at: instantText().optional(),
});

/** A mark on the monitoring charts: something that happened outside and may explain a curve. */
export async function annotate(access: Access<"annotate">, input: z.infer<typeof newAnnotationSchema>) {
  return mutate(access, async (tx) => {
    const annotation = await tx.annotation.create({
      data: {
        projectId: access.projectId,
        at: input.at ? new Date(input.at) : now(),
        text: input.text,
        authorId: access.actor.kind === "person" ? access.actor.userId : null,
      },
    });
    const subject = { type: "annotation", id: annotation.id, label: annotation.text };
    return { value: annotation, audit: { action: "annotation.add", subject, after: annotation } };
  });
}

export async function removeAnnotation(access: Access<"annotate">, id: string) {
  return mutate(access, async (tx) => {
    const where = { id, projectId: access.projectId };
    const before = isId(id) ? await tx.annotation.findFirst({ where }) : null;
    if (!before) throw new AppError("NOT_FOUND", "There is no such mark.");
    await tx.annotation.delete({ where: { id } });
    return {
      value: before,
      audit: { action: "annotation.remove", subject: { type: "annotation", id, label: before.text }, before },
    };
  });
}

export type ChartMark = { at: Date; text: string; tone: "event" | "alarm" | "note"; annotationId?: string };

/** What a chart marks between two times: notes, stages that moved, alerts that opened. */
export async function listMarks(access: Access<"project.read">, from: Date, to: Date): Promise<ChartMark[]> {
  const between = { gte: from, lte: to };
  const [notes, moves, alerts] = await Promise.all([
    db.annotation.findMany({ where: { projectId: access.projectId, at: between }, orderBy: { at: "asc" }, take: 50 }),
    db.stageTransition.findMany({
      where: { projectId: access.projectId, at: between, stageKey: { in: ["integration", "retraining"] }, to: "done" },
      orderBy: { at: "asc" },
      take: 20,
    }),
    db.alert.findMany({
      where: { projectId: access.projectId, openedAt: between, ...REAL },
      orderBy: { openedAt: "asc" },
      take: 20,
    }),
  ]);
  const marks: ChartMark[] = [
    ...notes.map((n) => ({ at: n.at, text: n.text, tone: "note" as const, annotationId: n.id })),
    ...moves.map((m) => ({
      at: m.at,
      text: m.stageKey === "retraining" ? "retraining operating" : "deployed",
      tone: "event" as const,
    })),
    ...alerts.map((a) => ({ at: a.openedAt, text: a.title, tone: "alarm" as const })),
  ];
  return marks.sort((a, b) => a.at.getTime() - b.at.getTime());
}
