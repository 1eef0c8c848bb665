import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { type Fact, factBag } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { AbChart } from "#stages/integration/ab-chart.tsx";
import { abTest } from "#stages/integration/ab-test.ts";
import { Rehearsals } from "#stages/integration/rehearsals.tsx";
import { ReleaseMatrix } from "#stages/integration/release-matrix.tsx";
import { TrafficChart } from "#stages/integration/traffic-chart.tsx";
import { type AssessmentData, assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { judgedMeasures } from "#stages/solution-bias/assessment-verdicts.ts";
import { biasThread } from "#stages/solution-bias/bias-thread.ts";
import { ForestChart } from "#stages/solution-bias/forest-chart.tsx";
import { BaseRates, Confusions } from "#stages/solution-bias/group-charts.tsx";
import { completeFacts, SAMPLE_NOW } from "../support/stage-samples.ts";

const DAY_MS = 86_400_000;
const LONG = "a name of two hundred letters ".repeat(7).slice(0, 200);
const ago = (days: number) => new Date(SAMPLE_NOW - days * DAY_MS).toISOString();
const page = { zone: "UTC", csvHref: "/export", base: "/projects/p" };

function fact(key: string, days: number, data: Record<string, unknown>): Fact {
  const at = SAMPLE_NOW - days * DAY_MS;
  return { key, at, version: 1, recordedAt: at, recordedBy: null, data };
}

/** Forty releases, each with some of three hundred deployments and an event for each. */
function manyReleases(): StageFacts {
  const tag = (at: number) => (at === 39 ? LONG : `R${at}`);
  const releases = Array.from({ length: 40 }, (_, at) =>
    fact(`r${at}`, 400 - at * 10, {
      ...{ tag: tag(at), datasetVersion: LONG.slice(0, 80), commit: "4be2f09", modelVersion: "m1" },
      releasedAt: ago(400 - at * 10),
    }),
  );
  const deployments = Array.from({ length: 300 }, (_, at) =>
    fact(`d${at}`, 400 - at, {
      ...{ name: LONG.slice(0, 120), release: `r${Math.floor(at / 7.5)}`, environment: "production" },
      ...{ strategy: "canary", traffic: 0.1, state: "ended", startedAt: ago(400 - at), endedAt: ago(399 - at) },
    }),
  );
  const events = deployments.map(({ key }, at) =>
    fact(`e${at}`, 400 - at, { deployment: key, happenedAt: ago(400 - at), what: "started", traffic: 0.1 }),
  );
  const newestFirst = (facts: Fact[]) => facts.toSorted((a, b) => b.at - a.at);
  return completeFacts(2, {
    ...factBag({
      releases: newestFirst(releases),
      deployments: newestFirst(deployments),
      "deployment-events": newestFirst(events),
    }),
  });
}

function assessed(groups: number): AssessmentData {
  const [sample] = completeFacts(3).of(assessmentRecord);
  if (!sample) throw new Error("the samples hold an assessment");
  const named = Array.from({ length: groups }, (_, at) => ({
    name: at === 0 ? LONG.slice(0, 80) : `Group ${at}`,
    ...{ tp: 40 + at, fp: 30, fn: 20, tn: 400 },
  }));
  return { ...sample.data, groups: named };
}

describe("stage 7 with forty releases and three hundred deployments", () => {
  const facts = manyReleases();

  test("draws the newest, counts all, and stays small", () => {
    const traffic = renderToStaticMarkup(<TrafficChart facts={facts} {...page} />);
    expect(traffic).toContain("the newest 8 of 40 releases; marked are the newest 24 of 300 events");
    expect(Number(/--lanes:(\d+)/.exec(traffic)?.[1])).toBeLessThanOrEqual(6);
    const matrix = renderToStaticMarkup(<ReleaseMatrix facts={facts} {...page} />);
    expect(matrix).toContain("the newest 20 are shown");
    expect(traffic.length + matrix.length).toBeLessThan(100_000);
  });

  test("a project without anything shows nothing broken", () => {
    const none = completeFacts(2, factBag({}));
    expect(renderToStaticMarkup(<Rehearsals facts={none} document={{}} {...page} />)).toContain("0 of 5 hold.");
  });
});

describe("an A/B test", () => {
  test("of eight arms with long names and twenty looks is drawn with its caution", () => {
    const arms = Array.from({ length: 8 }, (_, at) => ({ name: `${at} ${LONG.slice(0, 70)}`, share: 1 / 8 }));
    const [sample] = completeFacts(2).of(abTest);
    const plan = { ...sample?.data.plan, method: "pocock", looks: 5 };
    const looks = Array.from({ length: 20 }, (_, look) =>
      fact(`look-${look}`, 20 - look, {
        ...{ experiment: "ab", lookedAt: ago(20 - look) },
        arms: arms.map(({ name }, at) => ({ name, n: 900 * (look + 1), conversions: (90 + at) * (look + 1) })),
      }),
    );
    const planned = fact("ab", 30, { ...sample?.data, arms, plan });
    const facts = completeFacts(2, factBag({ "ab-looks": looks.toReversed(), "ab-tests": [planned] }));
    const [experiment] = facts.of(abTest);
    if (!experiment) throw new Error("there is one");
    const drawn = renderToStaticMarkup(<AbChart experiment={experiment} facts={facts} {...page} />);
    expect(drawn).toContain("Looked at too often");
    expect(drawn.length).toBeLessThan(80_000);
  });
});

describe("stage 8", () => {
  test.each([1, 2, 50])("with %i groups draws every chart", (count) => {
    const data = assessed(count);
    const drawn = [
      ...judgedMeasures(data).map((measure) =>
        renderToStaticMarkup(
          <ForestChart data={data} measure={measure} at={SAMPLE_NOW} zone="UTC" csvHref="/export" />,
        ),
      ),
      renderToStaticMarkup(<BaseRates data={data} csvHref="/export" />),
      renderToStaticMarkup(<Confusions data={data} csvHref="/export" />),
    ];
    const size = drawn.reduce((sum, { length }) => sum + length, 0);
    if (count === 1) expect(drawn[0]).toContain("Fewer than two groups are large enough");
    expect(size).toBeLessThan(250_000);
    const facts = completeFacts(3);
    const [assessment] = facts.of(assessmentRecord);
    if (assessment) expect(biasThread({ ...assessment, data }, facts)).toHaveLength(4);
  });
});
