import type { FactBag, FactData } from "#stages/fact.ts";
import { AB_LOOKS, AB_TESTS } from "#stages/integration/ab-schema.ts";
import { CANARIES } from "#stages/integration/canary-verdict.ts";
import { deployment } from "#stages/integration/deployment.ts";
import { release } from "#stages/integration/release.ts";

type Known = Pick<FactBag, "of">;

/** The newest release, in production. */
export function beginDeployment(facts: Known): FactData {
  const [newest] = facts.of(release);
  return { ...(newest && { release: newest.key }), environment: "production" };
}

/** What happens mostly happens to what runs. */
export function beginEvent(facts: Known): FactData {
  const running = facts.of(deployment).find(({ data }) => data.state === "running");
  return running ? { deployment: running.key } : {};
}

/** The canary that runs, against what runs for all, by the metrics and weights of the last one. */
export function beginCanary(facts: Known): FactData {
  const running = facts.of(deployment).filter(({ data }) => data.state === "running");
  const canary = running.find(({ data }) => data.strategy === "canary");
  const whole = running.find(({ data }) => data.strategy === "full" && data.release !== canary?.data.release);
  const [last] = facts.of(CANARIES);
  const metrics = last?.data.metrics.map(({ baseline: _, canary: __, ...metric }) => metric);
  return {
    ...(canary && { deployment: canary.key, release: canary.data.release }),
    ...(whole && { baseline: whole.data.release }),
    ...(metrics && { metrics }),
    ...(last?.data.weights && { weights: last.data.weights }),
  };
}

/** The newest test, with its arms. */
export function beginAbLook(facts: Known): FactData {
  const open = facts.of(AB_TESTS).find(({ data }) => !data.endedAt);
  if (!open) return {};
  const last = facts.of(AB_LOOKS).find(({ data }) => data.experiment === open.key);
  const names = last?.data.arms ?? open.data.arms;
  return { experiment: open.key, arms: names.map(({ name }) => ({ name })) };
}
