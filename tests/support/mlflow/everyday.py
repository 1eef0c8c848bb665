"""What training code does with MLflow every day. It knows nothing of Throughline: two environment variables lead here.

Prints one JSON object with what the client saw. Runs unchanged with MLflow 2.22 and with the newest 3.x.
"""

import json
import math
import time

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

MAJOR = int(mlflow.__version__.split(".")[0])
NAMED = {"name": "model"} if MAJOR >= 3 else {"artifact_path": "model"}
seen = {"version": mlflow.__version__}


def refusal(work):
    try:
        work()
    except MlflowException as error:
        return error.error_code
    return None


client = MlflowClient()
mlflow.set_experiment("digits")
mlflow.set_experiment("digits")  # there already
experiment = client.get_experiment_by_name("digits")
seen["artifact_location"] = experiment.artifact_location
seen["duplicate experiment"] = refusal(lambda: client.create_experiment("digits"))

pictures, digits = load_digits(return_X_y=True, as_frame=True)
train, test, train_digits, test_digits = train_test_split(pictures, digits, test_size=0.3, random_state=0)

with mlflow.start_run(run_name="logistic", description="One over the rest") as run:
    run_id = run.info.run_id
    mlflow.log_param("C", 0.5)
    mlflow.log_param("C", 0.5)  # the same again is fine
    mlflow.log_params({"random_state": 7, "penalty": "l2", "fit_intercept": True})
    seen["changed param"] = refusal(lambda: mlflow.log_param("C", 0.7))
    data = mlflow.data.from_pandas(train.head(200), name="digits")
    mlflow.log_input(data, context="training")
    for step in range(5):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_metrics({"val_accuracy": 0.91, "speed/p95 ms": 3.5}, step=4)
    mlflow.log_metric("later", 0.25, step=1, synchronous=False)
    mlflow.log_params({"late": "yes"}, synchronous=False)
    mlflow.flush_async_logging()
    mlflow.log_metric("nan", math.nan)
    mlflow.log_metric("high", math.inf)
    mlflow.log_metric("low", -math.inf)
    at = int(time.time() * 1000)
    many = [Metric("many", i / 10, at + i, i) for i in range(900)]
    for _ in range(2):  # a repeated request changes nothing
        client.log_batch(run_id, metrics=many, params=[Param("batched", "1")], tags=[RunTag("batch", "yes")])
    mlflow.set_tag("team", "risk")
    mlflow.set_tags({"mlflow.source.git.commit": "0123456789abcdef", "mlflow.source.git.branch": "main"})
    mlflow.log_text("hello", "notes/hello world.txt")
    mlflow.log_dict({"a": 1}, "d.json")
    model = LogisticRegression(C=0.5, max_iter=50).fit(train, train_digits)
    accuracy = model.score(test, test_digits)
    mlflow.log_metric("accuracy", accuracy)
    logged = mlflow.sklearn.log_model(model, pip_requirements=["scikit-learn"], registered_model_name="digits-clf", **NAMED)
    with mlflow.start_run(run_name="child", nested=True) as child:
        mlflow.log_metric("z", 1)
    seen["parent"] = client.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == run_id

try:
    with mlflow.start_run(run_name="boom") as failed:
        raise RuntimeError("out of memory")
except RuntimeError:
    seen["failed run"] = client.get_run(failed.info.run_id).info.status

kept = client.get_run(run_id)
seen["status"] = kept.info.status
seen["params"] = kept.data.params
seen["tags"] = {key: kept.data.tags[key] for key in ("team", "batch", "mlflow.runName", "mlflow.note.content")}
seen["finite"] = {key: kept.data.metrics[key] for key in ("loss", "many", "later", "speed/p95 ms")}
seen["not finite"] = [str(kept.data.metrics[key]) for key in ("nan", "high", "low")]
seen["dataset"] = [(i.dataset.name, i.tags[0].value) for i in kept.inputs.dataset_inputs]
seen["history"] = [(m.step, round(m.value, 3)) for m in client.get_metric_history(run_id, "loss")]
seen["many"] = len(client.get_metric_history(run_id, "many"))
seen["artifacts"] = sorted(f.path for f in client.list_artifacts(run_id))
seen["text"] = mlflow.artifacts.load_text(f"{kept.info.artifact_uri}/notes/hello world.txt")

second = mlflow.register_model(f"runs:/{run_id}/model", "digits-clf")
seen["second version"] = str(second.version)
client.set_registered_model_alias("digits-clf", "candidate", "2")
client.set_registered_model_alias("digits-clf", "champion", "1")
seen["by alias"] = str(client.get_model_version_by_alias("digits-clf", "champion").version)
client.set_model_version_tag("digits-clf", "1", "reviewed", "yes")
client.update_model_version("digits-clf", "2", description="A second look")
seen["described"] = client.get_model_version("digits-clf", "2").description
loaded = mlflow.sklearn.load_model("models:/digits-clf@champion")
seen["loaded predicts alike"] = bool((loaded.predict(test) == model.predict(test)).all())
seen["pyfunc"] = len(mlflow.pyfunc.load_model("models:/digits-clf/2").predict(test.head(3)))
seen["versions"] = sorted(str(v.version) for v in client.search_model_versions("name='digits-clf'"))
seen["models"] = [m.name for m in client.search_registered_models()]
seen["no model"] = refusal(lambda: client.get_registered_model("nope"))
seen["no run"] = refusal(lambda: client.get_run("f" * 32))
if hasattr(client, "transition_model_version_stage"):
    client.transition_model_version_stage("digits-clf", "2", "Staging", archive_existing_versions=True)
    seen["latest"] = sorted(v.current_stage for v in client.get_latest_versions("digits-clf"))

names = lambda filter, **also: [r.info.run_name for r in client.search_runs([experiment.experiment_id], filter, **also)]
seen["searches"] = {
    "metrics.accuracy > 0.5": names("metrics.accuracy > 0.5"),
    "params": names("params.C = '0.5' and tags.team LIKE 'ri%'"),
    "failed": names("attributes.status = 'FAILED'"),
    "nothing": names("metrics.nan > 0"),
    "child": names(f"tags.mlflow.parentRunId = '{run_id}'"),
    "dataset": names("datasets.name = 'digits'"),
    "ordered": names("", order_by=["metrics.z DESC", "attributes.start_time ASC"]),
    "one": names("", max_results=1, order_by=["start_time ASC"]),
    "name": names("attributes.run_name ILIKE 'LOG%'"),
}
seen["bad filter"] = refusal(lambda: names("metrics.accuracy ~ 1"))
seen["frame"] = len(mlflow.search_runs(experiment_names=["digits"]))
seen["experiments"] = sorted(e.name for e in client.search_experiments())

client.delete_run(child.info.run_id)
seen["after delete"] = sorted(names(""))
seen["log to deleted"] = refusal(lambda: client.log_metric(child.info.run_id, "z", 2))
client.restore_run(child.info.run_id)
seen["after restore"] = sorted(names(""))

if MAJOR >= 3:
    found = mlflow.search_logged_models(experiment_ids=[experiment.experiment_id], output_format="list")
    seen["logged models"] = [(m.name, str(m.status)) for m in found]
    best = mlflow.search_logged_models(
        experiment_ids=[experiment.experiment_id],
        filter_string="metrics.accuracy > 0.5",
        order_by=[{"field_name": "metrics.accuracy", "ascending": False}],
        output_format="list",
    )
    seen["models by metric"] = len(best)

print(json.dumps(seen))
