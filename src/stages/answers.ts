import { z } from "zod";
import { NOT_FINITE } from "#domain/run-metric.ts";
import { dayText, instantText } from "#domain/storable-time.ts";
import { shaped } from "#stages/field.ts";

/** The kinds of answer a stage document is made of. Each call makes a new schema, since a field's words hang on it. */

const LONG_FROM = 301;
const MONEY_LIMIT = 1e15;
const LIST_LIMIT = 100;

export function text(min: number, max: number) {
  return shaped(words().min(min).max(max), { kind: max < LONG_FROM ? "text" : "longtext", min, max });
}

export function number(min: number, max: number) {
  return shaped(z.number().min(min).max(max), { kind: "number", min, max });
}

export function numberAbove(above: number, max: number) {
  return shaped(z.number().gt(above).max(max), { kind: "number", min: above, max });
}

export function wholeNumber(min: number, max: number) {
  return shaped(z.int().min(min).max(max), { kind: "integer", min, max });
}

/** Project currency with at most two decimals, as the column decimal(18,2) keeps it. */
export function money() {
  return shaped(z.number().min(0).max(MONEY_LIMIT).refine(isCents, TWO_DECIMALS), { kind: "money", min: 0 });
}

export function moneyAboveZero() {
  return shaped(z.number().gt(0).max(MONEY_LIMIT).refine(isCents, TWO_DECIMALS), { kind: "money", min: 0 });
}

export function signedMoney() {
  return shaped(z.number().min(-MONEY_LIMIT).max(MONEY_LIMIT).refine(isCents, TWO_DECIMALS), { kind: "money" });
}

/** A share or rate, 0 to 1, shown as percent. */
export function fraction(min = 0, max = 1) {
  return shaped(z.number().min(min).max(max), { kind: "percent", min, max });
}

export function likert() {
  return shaped(z.int().min(1).max(5), { kind: "likert", min: 1, max: 5 });
}

export function yesNo() {
  return shaped(z.boolean(), { kind: "boolean" });
}

export function choice<const V extends readonly string[]>(values: V, names: Partial<Record<V[number], string>> = {}) {
  return shaped(z.enum(values), { kind: "choice", options: optionsOf(values, names) });
}

export function choices<const V extends readonly string[]>(values: V, names: Partial<Record<V[number], string>> = {}) {
  const schema = z.array(z.enum(values)).min(1).max(values.length);
  return shaped(schema, { kind: "choices", options: optionsOf(values, names) });
}

/** A list of short texts, e.g. names of skills or groups. */
export function tags(min: number, max: number, atMost = LIST_LIMIT) {
  return shaped(z.array(words().min(min).max(max)).min(1).max(atMost), { kind: "tags", min: 1, max: atMost });
}

/** A list of rows. A saved draft may hold unfinished rows; the gate asks for whole ones. */
export function records<S extends z.ZodRawShape>(shape: S, min = 1, max = LIST_LIMIT) {
  return shaped(z.array(z.strictObject(shape)).min(min).max(max), { kind: "records", min, max });
}

export function link() {
  return shaped(
    z
      .url({ protocol: /^https?$/, hostname: /./ })
      .max(2000)
      .refine(isStorable, NOT_STORABLE),
    { kind: "url" },
  );
}

/** Where people are sent from outside: never in the clear. */
export function secureLink() {
  return shaped(
    z
      .url({
        protocol: /^https$/,
        hostname: /./,
        error: ({ code }) => (code === "invalid_format" ? SECURE : undefined),
      })
      .max(2000)
      .refine(isStorable, NOT_STORABLE),
    { kind: "url" },
  );
}

export function userId() {
  return shaped(z.guid(), { kind: "user" });
}

export function criterionKey() {
  return shaped(z.string().regex(/^[a-z0-9_]{2,40}$/, CRITERION_KEY), { kind: "criterion" });
}

/** The key of a fact of this project, e.g. of a data source. */
export function factKey(of: string) {
  return shaped(words().min(1).max(80), { kind: "fact", of });
}

/** Ids of alerts; what another system calls an alert may stand here too. */
export function alertIds(atMost: number) {
  const schema = z.array(words().min(1).max(80)).min(1).max(atMost);
  return shaped(schema, { kind: "tags", min: 1, max: atMost, alerts: true });
}

/** A group as stage 4 names it, of the attribute that stands beside it, or of any. It is typed where none is recorded. */
export function groupName(beside?: string) {
  return shaped(words().min(1).max(80), { kind: "group", min: 1, max: 80, ...(beside && { beside }) });
}

/** Keys of several facts of one kind. */
export function factKeys(of: string, atMost = LIST_LIMIT) {
  return shaped(z.array(words().min(1).max(80)).min(1).max(atMost), { kind: "tags", min: 1, max: atMost, of });
}

/** A row of numbers, e.g. the counts of a histogram. */
export function numbers(min: number, max: number, atMost = 1000) {
  return shaped(z.array(z.number().min(min).max(max)).min(1).max(atMost), { kind: "numbers", min, max });
}

/** Named values, e.g. the parameters of a run. */
export function namedNumbers(atMost = 500) {
  return shaped(z.record(words().min(1).max(250), z.number()), { kind: "map", max: atMost });
}

/** Named numbers as training code logs them; what is not finite is its name, since JSON has no number for it. */
export function namedMeasures(atMost = 500) {
  const value = z.union([z.number(), z.enum(NOT_FINITE)], MEASURE_EXPECTED);
  return shaped(z.record(words().min(1).max(250), value), { kind: "map", max: atMost });
}

export function namedValues(atMost = 500) {
  const value = z.union([z.number(), z.boolean(), z.string().max(6000).refine(isStorable, NOT_STORABLE)]);
  return shaped(z.record(words().min(1).max(250), value), { kind: "map", max: atMost });
}

export function day() {
  return shaped(dayText(), { kind: "date" });
}

export function instant() {
  return shaped(instantText(), { kind: "instant" });
}

export function countryCodes() {
  const code = z
    .string()
    .trim()
    .regex(/^[A-Z]{2}$/, "Use two capital letters, as in DE or US");
  return shaped(z.array(code).min(1).max(LIST_LIMIT), { kind: "tags", min: 1, max: LIST_LIMIT });
}

const TWO_DECIMALS = "At most two decimals";
const CRITERION_KEY = "The key of a criterion is expected: 2 to 40 small letters, digits or underscores";
const MEASURE_EXPECTED = "A number is expected, or one of NaN, Infinity and -Infinity as text";
const SECURE = "A web address is expected, starting with https://";
const NOT_STORABLE = "Holds a character that cannot be stored";

function words() {
  return z.string().trim().refine(isStorable, NOT_STORABLE);
}

/** Postgres keeps neither NUL nor half of a surrogate pair in jsonb. */
function isStorable(value: string): boolean {
  return !value.includes("\u0000") && value.isWellFormed();
}

function isCents(value: number): boolean {
  return Math.abs(value * 100 - Math.round(value * 100)) < 1e-6 * Math.max(1, Math.abs(value));
}

function optionsOf(values: readonly string[], names: Readonly<Record<string, string | undefined>>) {
  return values.map((value) => ({ value, label: names[value] ?? inWords(value) }));
}

function inWords(value: string): string {
  const words = value.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
