import { z } from "zod";
import {
  choice,
  day,
  fraction,
  instant,
  likert,
  money,
  number,
  records,
  text,
  wholeNumber,
  yesNo,
} from "#stages/answers.ts";
import { may, told } from "#stages/fact-kind.ts";

const EARLIER = {
  version: told(text(1, 60), { label: "Version" }),
  since: may(instant(), { label: "Since" }),
  change: may(text(2, 500), { label: "What changed" }),
};
export const EARLIER_KEPT = 50;

export const dataSourceSchema = z.object({
  name: told(text(2, 120), { label: "Name" }),
  role: told(choice(["primary", "secondary", "label", "enrichment"]), {
    label: "Role",
    help: "Labels tell the truth that the model learns; enrichment adds to a row that is already there.",
  }),
  required: told(yesNo(), { label: "Required", help: "The gate judges required sources only." }),
  kind: told(choice(["table", "stream", "file", "api", "sensor", "third_party", "survey"]), { label: "Kind" }),
  system: may(text(2, 120), { label: "System", help: "Where it lives today." }),
  owner: may(text(2, 120), { label: "Owner", help: "The person or team that answers for it." }),
  access: told(choice(["not_requested", "requested", "in_progress", "granted", "denied"]), { label: "Access" }),
  legal: told(choice(["not_assessed", "pending", "cleared", "not_allowed"]), { label: "Legal basis" }),
  licence: may(text(2, 120), { label: "Licence" }),
  licenceExpires: may(day(), { label: "Licence ends" }),
  personalData: told(choice(["none", "personal", "special_category"]), { label: "Personal data" }),
  historyMonths: may(number(0, 1200), { label: "History", unit: "months" }),
  rows: may(wholeNumber(0, 1e15), { label: "Rows" }),
  latencyH: may(number(0, 87_600), { label: "Age when it arrives", unit: "hours" }),
  loadsExpected: may(wholeNumber(0, 1_000_000), { label: "Loads expected in 30 days" }),
  loadsArrived: may(wholeNumber(0, 1_000_000), { label: "Loads arrived in 30 days" }),
  relevance: may(likert(), { label: "Relevance", help: "5: it describes the very thing that is decided." }),
  univariateAuc: may(fraction(), { label: "AUC of its best single feature" }),
  linkageRate: may(fraction(), { label: "Rows that link to the entity" }),
  populationCoverage: may(fraction(), { label: "Population covered" }),
  labelNoise: may(fraction(), {
    label: "Label noise",
    help: "Left out of a source that carries labels: what the label audit of the stage found.",
  }),
  availableAtPredictionTime: told(yesNo(), {
    label: "Known at the moment of prediction",
    help: "What is not known then cannot help, and leaks the answer if it is used.",
  }),
  costMonthly: may(money(), { label: "Cost a month" }),
  carriesLabels: may(yesNo(), {
    label: "Carries the labels",
    help: "Whether the truth that the model learns stands in it. A source with the role label does.",
  }),
  schemaVersion: may(text(1, 60), {
    label: "Schema version",
    help: "Another version after the stage was signed sends a required source back to be checked.",
  }),
  schemaChangedAt: may(instant(), {
    label: "Schema changed",
    help: "Left out: the moment at which another version is recorded.",
  }),
  schemaChange: may(text(2, 500), { label: "What changed in the schema" }),
  schemaHistory: may(records(EARLIER, 1, EARLIER_KEPT), {
    label: "Earlier schemas",
    help: "Kept by itself, newest first.",
  }),
});

export type DataSourceData = z.infer<typeof dataSourceSchema>;
