import { z } from "zod";
import { choice, factKey, fraction, instant, number, text, yesNo } from "#stages/answers.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const schema = z.object({
  name: told(text(1, 120), { label: "Name" }),
  dtype: told(choice(["number", "category", "boolean", "time", "text", "embedding", "image"]), { label: "Type" }),
  source: told(factKey("data-sources"), { label: "Data source" }),
  availableAtPrediction: told(yesNo(), {
    label: "Known at the moment of prediction",
    help: "With the value that it has then, not with one that was corrected later.",
  }),
  isProxyFor: may(factKey("protected-attributes"), {
    label: "Stands in for",
    help: "The protected attribute that can be guessed from it.",
  }),
  proxyAssociation: may(fraction(), {
    label: "Association with that attribute",
    help: "Cramér’s V, or the absolute correlation.",
  }),
  proxySince: may(instant(), { label: "Marked as a stand-in", help: "Kept by itself when it is marked later." }),
  importance: may(number(0, 1_000_000), {
    label: "Importance",
    help: "From a first model; larger is more important.",
  }),
  description: may(text(2, 500), { label: "What it says" }),
});

export const feature = defineFact({
  kind: "features",
  one: "feature",
  many: "features",
  stage: "data-selection",
  help: "What the model is to see of each case, and whether it is known at the moment of prediction.",
  name: "name",
  writers: ["ML", "PM", "LD"],
  seen: [{ where: { availableAtPrediction: [false] } }, { each: "isProxyFor", newest: 40 }],
  columns: ["dtype", "source", "availableAtPrediction", "isProxyFor"],
  schema,
  check(next, context) {
    if (!next.availableAtPrediction) return [];
    const source = context.of(dataSource).find(({ key }) => key === next.source);
    if (!source || source.data.role === "label" || source.data.availableAtPredictionTime) return [];
    return [{ path: "availableAtPrediction", message: "Its source is not known at the moment of prediction" }];
  },
  settle({ proxySince, ...next }, before, now) {
    if (next.isProxyFor === undefined) return next;
    const same = next.isProxyFor === before.isProxyFor;
    const said = proxySince !== undefined && proxySince !== before.proxySince;
    const since = said ? proxySince : same ? before.proxySince : new Date(now).toISOString();
    return since === undefined ? next : { ...next, proxySince: since };
  },
});
