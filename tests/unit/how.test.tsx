import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { How } from "#stages/how.tsx";

test("how a number came about may stand in a paragraph: the browser's parser leaves it whole", () => {
  const figure = { label: "Net present value", calculator: "value_model", inputs: { horizon: 36, rate: 0.08 } };
  const html = renderToStaticMarkup(<How figure={figure} at={0} zone="UTC" />);
  expect(html).toContain("horizon");
  expect([...html.matchAll(/<([a-z]+)/g)].map(([, tag]) => tag).filter((tag) => tag !== "span")).toEqual(["button"]);
});

test.each([
  [{ npvReference: 1_000_000 }, "net present value that counts as 100", "1,000,000"],
  [{ delayLikely: 0 }, "delay likely", "0"],
  [{ successProbability: 0.85 }, "chance of success", "85.0%"],
  [{ profilesPeople: true }, "profiles people", "yes"],
  [{ "age-band, false_positive_rate": "not_requested" }, "age-band, false positive rate", "not requested"],
  [{ from: "2026-09-30T12:00:00.000Z" }, "from", "30 Sep 2026, 12:00"],
  [{ groups: { "18-25": "420/1050", rest: null } }, "groups", "18-25 420/1050; rest not known"],
  [{ missing: [] }, "missing", "none"],
  [{ Women: "52.0% to 50.0%" }, "Women", "52.0% to 50.0%"],
])("what went in is told in words: %o", (inputs, name, value) => {
  const figure = { label: "Value", calculator: "value_score", inputs };
  const html = renderToStaticMarkup(<How figure={figure} zone="UTC" />);
  expect(html).toContain(`>${name}<`);
  expect(html).toContain(`>${value}<`);
});
