import { invalid } from "#domain/errors.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { retrainFact } from "#wire/github/retrain.ts";
import { pipelineFacts, testFact } from "#wire/github/run-facts.ts";
import { type WorkflowRun, workflowRunIn } from "#wire/github/workflow-run.ts";
import { type Heard, type Hearing, heard, type WireReader } from "#wire/heard.ts";
import { isJson, objectIn, textIn } from "#wire/json.ts";

/**
 * GitHub's `workflow_run`: the result of a retraining, a training, a test end to end or a rehearsed rollback, by the name of
 * the workflow. A run whose title holds `tl:<key>` is the retraining run of that key, as our dispatch asked for it.
 */
export const gitHub: WireReader = {
  format: "github",
  looksAt: [pipeline],
  read(payload, hearing) {
    if (!isJson(payload)) throw invalid("", "A webhook of GitHub is an object.");
    const run = workflowRunIn(payload);
    if (run) return meaningOf(run, hearing);
    if (textIn(payload, "zen")) return heard("GitHub’s ping", { notes: ["GitHub reaches this project."] });
    const action = textIn(payload, "action") ?? "event";
    const repository = textIn(objectIn(payload, "repository"), "full_name") ?? "a repository";
    return heard(`${action} in ${repository}`, { notes: ["Only events of type workflow_run are filed."] });
  },
};

const RETRAINS = /retrain/i;
const TESTS = /integration|end[\s_-]?to[\s_-]?end|\be2e\b/i;
const REHEARSES = /roll[\s_-]?back/i;
const TRAINS = /\btrain/i;

function meaningOf(run: WorkflowRun, { facts }: Hearing): Heard {
  const about = `${run.workflow} #${run.number}: ${run.conclusion ?? run.status}`;
  if (run.correlation || RETRAINS.test(run.workflow)) return heard(about, { facts: [retrainFact(run)] });
  if (TESTS.test(run.workflow) || REHEARSES.test(run.workflow))
    return run.conclusion
      ? heard(about, { facts: [testFact(run, REHEARSES.test(run.workflow) ? "rollback_drill" : "integration")] })
      : heard(about, { notes: ["A test is filed once it has ended."] });
  const known = facts.of(pipeline).find(({ key, data }) => key === run.workflowKey || data.name === run.workflow);
  if (known || TRAINS.test(run.workflow)) return heard(about, { facts: pipelineFacts(run, known?.key ?? null) });
  return heard(about, {
    notes: [
      `Nothing is filed for “${run.workflow}”: its name says neither retrain, train, integration, end to end nor rollback, and no pipeline has it.`,
    ],
  });
}
