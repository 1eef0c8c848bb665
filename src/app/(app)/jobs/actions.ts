"use server";

import { action } from "#app/action.ts";
import { authorizeOrg } from "#server/access.ts";
import { dismissFailed, failedChoiceSchema, runFailedAgain } from "#server/jobs/failed-jobs.ts";

export const runAgainAction = action(failedChoiceSchema, (actor, choice) =>
  runFailedAgain(authorizeOrg(actor, "org.manage"), choice),
);

export const dismissAction = action(failedChoiceSchema, (actor, choice) =>
  dismissFailed(authorizeOrg(actor, "org.manage"), choice),
);
