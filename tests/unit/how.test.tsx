import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { How } from "#stages/how.tsx";

test("how a number came about may stand in a paragraph: the browser's parser leaves it whole", () => {
  const figure = { label: "Net present value", calculator: "value_model", inputs: { horizon: 36, rate: 0.08 } };
  const html = renderToStaticMarkup(<How figure={figure} at={0} zone="UTC" />);
  expect(html).toContain("horizon");
  expect([...html.matchAll(/<([a-z]+)/g)].map(([, tag]) => tag).filter((tag) => tag !== "span")).toEqual(["button"]);
});
