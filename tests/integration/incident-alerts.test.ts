import { afterAll, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { listAlertTitles } from "#server/alert-titles.ts";
import { disconnect } from "#server/db.ts";
import { fireTestAlert } from "#server/fire-drills.ts";
import { team } from "../support/project.ts";

afterAll(disconnect);

test("the alerts of an incident are told by their titles, those of this project alone", async () => {
  const [given, other] = [await team(), await team()];
  const access = await working(given);
  const { alert } = await fireTestAlert(access, { name: "Sunday night" });
  const elsewhere = await fireTestAlert(await working(other), {});
  const titles = await listAlertTitles(access, [alert, elsewhere.alert, "PagerDuty 17"]);
  expect([...titles]).toEqual([[alert, "Fire drill: Sunday night"]]);
});

const working = ({ people, project }: Awaited<ReturnType<typeof team>>) =>
  authorize(people.ML, project.slug, "fact.record", "project.read");
