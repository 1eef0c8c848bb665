"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { authorize, authorizeOrg } from "#server/access.ts";
import { snoozeAlert } from "#server/alert-snooze.ts";
import { acknowledgeAlert, resolveAlert } from "#server/alerts.ts";
import { annotate, newAnnotationSchema, removeAnnotation } from "#server/annotations.ts";
import { now } from "#server/clock.ts";
import { changeLifecycle, lifecycleChangeSchema } from "#server/lifecycle.ts";
import {
  archiveProject,
  changeProject,
  createProject,
  deleteProject,
  newProjectSchema,
  projectChangeSchema,
} from "#server/projects.ts";
import { starProject } from "#server/stars.ts";

const slug = z.string();

export const createProjectAction = action(newProjectSchema, async (actor, input) => {
  const project = await createProject(authorizeOrg(actor, "project.create"), input);
  return { slug: project.slug };
});

export const changeProjectAction = action(z.object({ slug, change: projectChangeSchema }), async (actor, input) => {
  const project = await changeProject(await authorize(actor, input.slug, "project.edit"), input.change);
  return { version: project.version };
});

export const archiveProjectAction = action(
  z.object({ slug, fate: z.enum(["archive", "unarchive"]) }),
  async (actor, input) => {
    await archiveProject(await authorize(actor, input.slug, "project.archive"), input.fate);
  },
);

export const deleteProjectAction = action(
  z.object({ slug, fate: z.enum(["delete", "restore"]) }),
  async (actor, input) => {
    await deleteProject(await authorize(actor, input.slug, "project.delete"), input.fate);
  },
);

export const changeLifecycleAction = action(
  z.object({ slug, change: lifecycleChangeSchema }),
  async (actor, { slug: project, change }) =>
    changeLifecycle(await authorize(actor, project, "project.lifecycle"), change),
);

export const starProjectAction = action(z.object({ slug, starred: z.boolean() }), async (actor, input) => {
  await starProject(await authorize(actor, input.slug, "project.read"), input.starred);
});

export const annotateAction = action(z.object({ slug, annotation: newAnnotationSchema }), async (actor, input) => {
  await annotate(await authorize(actor, input.slug, "annotate"), input.annotation);
});

export const removeAnnotationAction = action(z.object({ slug, id: z.uuid() }), async (actor, input) => {
  await removeAnnotation(await authorize(actor, input.slug, "annotate"), input.id);
});

export const acknowledgeAlertAction = action(z.object({ slug, id: z.uuid() }), async (actor, input) => {
  await acknowledgeAlert(await authorize(actor, input.slug, "alert.handle"), input.id);
});

export const snoozeAlertAction = action(
  z.object({ slug, id: z.uuid(), hours: z.int().min(1).max(720).nullable() }),
  async (actor, input) => {
    const until = input.hours === null ? null : new Date(now().getTime() + input.hours * 3_600_000);
    await snoozeAlert(await authorize(actor, input.slug, "alert.handle"), input.id, until);
  },
);

export const resolveAlertAction = action(
  z.object({ slug, id: z.uuid(), note: z.string().trim().min(3, "Say in a few words how it was resolved") }),
  async (actor, input) => {
    await resolveAlert(await authorize(actor, input.slug, "alert.handle"), input.id, input.note);
  },
);
