"""A training script as a team has it. It knows nothing of Throughline: two environment variables lead MLflow here.

A baseline, a small search over two settings, the unit tests of its own code, and the better model registered.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import mlflow
from mlflow.models import infer_signature
from sklearn.datasets import load_breast_cancer
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split

TESTS = '''
import pytest

def scaled(row):
    top = max(row)
    return [value / top for value in row]

def test_scaled_ends_at_one():
    assert max(scaled([1, 2, 4])) == 1

def test_invariance_to_the_unit():
    assert scaled([1, 2, 4]) == scaled([10, 20, 40])

@pytest.mark.skip(reason="takes an hour")
def test_robustness_to_noise():
    raise AssertionError
'''

version = mlflow.__version__
named = {"name": "model"} if int(version.split(".")[0]) >= 3 else {"artifact_path": "model"}
table, tumours = load_breast_cancer(return_X_y=True, as_frame=True)
train, test, train_tumours, test_tumours = train_test_split(table, tumours, test_size=0.3, random_state=0)
source = {
    "mlflow.source.git.commit": "b7f3a91c0d5e4f6a8b9c0d1e2f3a4b5c6d7e8f90",
    "mlflow.source.git.repoURL": "https://git.example.org/oncology/screening.git",
}

mlflow.set_experiment("screening")


def training(name, model, params):
    with mlflow.start_run(run_name=name, tags=source) as run:
        mlflow.log_params(params)
        mlflow.log_input(mlflow.data.from_pandas(train, name="tumours"), context="training")
        model.fit(train, train_tumours)
        recall = recall_score(test_tumours, model.predict(test), pos_label=0)
        mlflow.log_metric("recall", recall)
        return run.info.run_id, recall, model


training("baseline", DummyClassifier(strategy="stratified", random_state=0), {"strategy": "stratified"})
tried = [
    training(f"logistic {strength}", LogisticRegression(C=strength, max_iter=50), {"C": strength})
    for strength in (0.1, 1.0)
]
run_id, recall, model = max(tried, key=lambda one: one[1])

with mlflow.start_run(run_id=run_id), tempfile.TemporaryDirectory() as place:
    tests, report = Path(place, "test_screening.py"), Path(place, "junit.xml")
    tests.write_text(TESTS)
    subprocess.run([sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", tests], check=True, stdout=sys.stderr)
    mlflow.log_artifact(str(report))
    logged = mlflow.sklearn.log_model(model, **named, signature=infer_signature(train, model.predict(train)))
    mlflow.register_model(logged.model_uri, "screening")

print(f'"{version}"')
