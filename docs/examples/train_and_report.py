"""A real model, watched by Throughline from its business case to the day it fails.

Trains a reader of handwritten digits (meter readings) on the data set inside scikit-learn, takes the project through
its stages as three people, then reports the model's real scores on held-out pictures that get worse week by week, as
if the lens of the camera got dirty. It ends with the criterion breached, an alert open and the monitoring flagged.

    python -m venv venv && venv/bin/pip install scikit-learn numpy
    THROUGHLINE_ADMIN_TOKEN=... venv/bin/python train_and_report.py
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

URL = os.environ.get("THROUGHLINE_URL", "http://127.0.0.1:3000").rstrip("/")
RUN = format(int(time.time()), "x")
WEEK = 7 * 86_400
CERTAIN = 0.9  # below this the reading goes to a person


# The machine door ---------------------------------------------------------------------------------------------------

class Refused(Exception):
    pass


def call(token, method, path, body=None):
    request = urllib.request.Request(
        f"{URL}/api/v1{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        if "json" not in error.headers.get("content-type", ""):
            raise Refused(f"{method} {path}: {error.code} {error.reason}") from None
        problem = json.load(error)
        unmet = [r["detail"] for r in problem.get("requirements", []) if not r["met"]]
        raise Refused(f"{method} {path}: {problem.get('detail')} {unmet or problem.get('issues', '')}") from None


def people():
    """Three personal tokens: given by the environment, or made with the administrator's token."""
    names = {"pm": "Ana Product", "ml": "Ben Model", "lead": "Clara Lead"}
    given = {role: os.environ.get(f"THROUGHLINE_{role.upper()}_TOKEN") for role in names}
    if all(given.values()):
        return given
    admin = os.environ.get("THROUGHLINE_ADMIN_TOKEN") or sys.exit(
        "Set THROUGHLINE_ADMIN_TOKEN, or THROUGHLINE_PM_TOKEN, THROUGHLINE_ML_TOKEN and THROUGHLINE_LEAD_TOKEN."
    )
    tokens = {}
    for role, name in names.items():
        user = call(admin, "POST", "/users", {"email": f"{role}-{RUN}@example.org", "name": name})
        tokens[role] = call(admin, "POST", f"/users/{user['id']}/tokens", {"name": "train_and_report.py"})["token"]
    return tokens


# The model ----------------------------------------------------------------------------------------------------------

def train():
    pictures, digits = load_digits(return_X_y=True)
    seen, held_out, seen_digits, held_out_digits = train_test_split(
        pictures / 16, digits, test_size=0.3, random_state=0, stratify=digits
    )
    model = MLPClassifier(hidden_layer_sizes=(64,), alpha=1e-3, max_iter=400, random_state=0).fit(seen, seen_digits)
    means = np.array([seen[seen_digits == digit].mean(axis=0) for digit in range(10)])
    nearest = np.linalg.norm(held_out[:, None] - means, axis=2).argmin(axis=1)
    return model, float(np.mean(nearest == held_out_digits)), held_out, held_out_digits


def measure(model, pictures, digits, dirt, random):
    """Accuracy, share read by hand, and milliseconds a picture, on a slice seen through a lens this dirty."""
    chosen = random.choice(len(digits), size=60, replace=False)
    dirty = np.clip(pictures[chosen] * (1 - dirt) + random.normal(0, 0.9 * dirt, (60, 64)), 0, 1)
    began = time.perf_counter()
    chances = model.predict_proba(dirty)
    milliseconds = 1000 * (time.perf_counter() - began) / 60
    right = float(np.mean(model.classes_[chances.argmax(axis=1)] == digits[chosen]))
    by_hand = float(np.mean(chances.max(axis=1) < CERTAIN))
    return {"accuracy": right, "read_by_hand": 100 * by_hand, "reading_ms": milliseconds}


# The project --------------------------------------------------------------------------------------------------------

class Project:
    def __init__(self, tokens):
        self.tokens = tokens
        self.slug = f"meter-reading-{RUN}"
        ids = {role: call(token, "GET", "/me")["id"] for role, token in tokens.items()}
        summary = "Read meters from photos, and know when the reading fails"
        call(tokens["pm"], "POST", "/projects", {"name": f"Meter reading {RUN}", "slug": self.slug, "summary": summary})
        # Whoever makes a project leads it at first. The lead comes from outside the build team, so she reviews, too.
        for by, whose, roles in [("pm", "ml", ["ML"]), ("pm", "lead", ["LD", "RV"]), ("lead", "pm", ["PM"])]:
            call(tokens[by], "PUT", f"/projects/{self.slug}/members/{ids[whose]}", {"roles": roles})
        self.ids = ids

    def call(self, role, method, path, body=None):
        return call(self.tokens[role], method, f"/projects/{self.slug}{path}", body)

    def move(self, role, stage, verb, reason=None):
        because = {"reason": reason} if reason else {}
        return self.call(role, "POST", f"/stages/{stage}/transitions", {"verb": verb, **because})

    def state_after(self, criterion, end):
        """What the criterion showed once the window that ends there was evaluated."""
        answer = self.call("pm", "GET", f"/criteria/{criterion}/evaluations?from={1000 * end}&to={1000 * end}")
        return answer["items"][0]["state"]

    def walk(self, role, stage, document, proofs):
        """Fills in a stage, proves its checklist, submits it; somebody else signs and approves."""
        version = self.call(role, "GET", f"/stages/{stage}")["version"]
        self.call(role, "PUT", f"/stages/{stage}", {"version": version, "document": document})
        for item, evidence in proofs.items():
            by = "lead" if evidence["kind"] == "signoff" else role
            self.call(by, "PUT", f"/stages/{stage}/checklist/{item}", {"state": "done", "evidence": evidence})
        self.move(role, stage, "submit")
        state = self.move("lead", stage, "approve")["state"]
        say(f"{stage:<17} filled in by the {NAMES[role]}, signed by the lead: {state}")


NAMES = {"pm": "product manager", "ml": "engineer"}
SIGNED = {"kind": "signoff"}
QUESTIONS = ("canary", "monitoringProcess", "incidentProcess", "rollback")


def metric(label, value):
    return {"kind": "metric", "label": label, "value": round(value, 4)}


def run(label):
    return {"kind": "run", "label": label, "status": "succeeded"}


def link(label):
    return {"kind": "link", "label": label, "url": "https://wiki.example.org/meter-reading"}


def say(sentence):
    print(sentence, flush=True)


def frame(project, baseline):
    project.walk("pm", "business-case", {
        "problemStatement": "Two people key 60,000 meter readings a month from photos, and one in fifty is wrong.",
        "intendedUse": "Reading the digits of a meter from a photo.",
        "buildCost": 60_000, "runCostMonthly": 1_500, "benefitMonthly": 9_000, "successProbability": 0.8,
        "framing": {"predictionTarget": "The digit on the photo", "decision": "Whether a person reads it again"},
        "goNoGo": "go",
    }, {"1.1": SIGNED})
    criteria = [
        ("read_by_hand", "Readings done by hand", "business", "%", "lte", 100, 15, 25),
        ("accuracy", "Digits read right", "model", "", "gte", baseline, 0.95, 0.9),
        ("reading_ms", "Time for a picture", "operational", "ms", "lte", 4_000, 20, 50),
    ]
    for key, name, kind, unit, direction, start, target, guardrail in criteria:
        project.call("pm", "POST", "/criteria", {
            "key": key, "name": name, "kind": kind, "unit": unit, "direction": direction, "baseline": start,
            "target": target, "guardrail": guardrail, "windowSeconds": WEEK, "cadenceSeconds": WEEK, "minSamples": 200,
            "breachAfter": 2, "mustHave": True, "series": {"name": key},
        })
    project.walk("pm", "success-criteria", {
        "northStar": "read_by_hand", "evaluationProtocol": "random", "observationDays": 60,
        "killCriteria": "Accuracy under 0.90 for two weeks in a row.",
    }, {"2.2": metric("Nearest mean picture, held out", baseline), "2.8": SIGNED})


def build(project, baseline, accuracy):
    project.walk("ml", "data-selection", {
        "populationDefinition": "Single digits of meters, cut out and centred, 8 by 8 pixels.", "supervised": True,
        "labelDefinition": "The digit that the person who filled in the form meant.",
        "leakageReview": "A picture is either learned from or held out, never both.",
        "selectionRationale": "The digits inside scikit-learn: 1,797 pictures, public, with labels.",
    }, {"3.1": link("The data set and its licence"), "3.2": SIGNED})
    for stage in ("data-bias", "solution-bias"):
        project.move("lead", stage, "set-aside", "Digits are read; no person is scored or treated differently.")
        say(f"{stage:<17} set aside by the lead and reviewer: no person is scored")
    project.walk("ml", "data-pipeline", {
        "captureMode": "batch", "storage": "Inside scikit-learn", "trainingServingPath": "shared_code",
        "freshnessSlaS": 86_400, "onCall": project.ids["ml"],
    }, {"5.1": link("This script"), "5.2": run("Shapes and ranges checked")})
    project.walk("ml", "model", {
        "approachSummary": "A network with a hidden layer of 64 units over 64 pixels; its certainty decides who reads.",
        "split": {"train": 0.7, "validation": 0, "test": 0.3}, "searchStrategy": "none", "transferLearning": False,
    }, {"6.1": metric("Accuracy gained over the nearest mean picture", accuracy - baseline),
        "6.7": run("Same picture, same digit"), "6.9": link("This script")})
    project.walk("ml", "integration", {
        "deploymentAnswers": {name: {"answer": "yes"} for name in QUESTIONS},
        "latencyBudgetMs": 50, "rolloutPlan": [{"traffic": 1, "hours": 0, "rule": "A person reads what is uncertain"}],
        "fallback": "A person reads the meter, as before.",
    }, {"7.3": run("A photo goes in, a number comes out"), "7.5": run("Back to keying"), "7.9": link("Who answers")})


def operate(project):
    project.walk("ml", "monitoring", {
        "onCallLink": "https://oncall.example.org/meters", "reviewCadenceDays": 7,
        "labelFeedback": {"path": "One reading in a hundred is keyed again", "delayDays": 7},
    }, {"9.6": run("Test alert, answered"), "9.7": link("Incident rehearsed")})


def report(project, end, slices, note):
    """One week as it was measured: a point a day. Waits until the criteria have been evaluated with it."""
    batches = [
        {"series": {"name": name, **({"unit": unit} if unit else {})},
         "points": [[1000 * (end - WEEK + (day + 0.5) * 86_400), each[name], 60] for day, each in enumerate(slices)]}
        for name, unit in (("accuracy", ""), ("read_by_hand", "%"), ("reading_ms", "ms"))
    ]
    project.call("ml", "POST", "/metrics?wait=30", {"batches": batches})
    states = {name: project.state_after(name, end) for name in ("accuracy", "read_by_hand")}
    mean = {name: np.mean([each[name] for each in slices]) for name in slices[0]}
    week = time.strftime("%d %b", time.gmtime(end))
    say(f"week to {week}: accuracy {mean['accuracy']:.3f} {states['accuracy']:<9}"
        f"by hand {mean['read_by_hand']:4.1f}% {states['read_by_hand']:<9}{note}".rstrip())


def main():
    model, baseline, pictures, digits = train()
    accuracy = model.score(pictures, digits)
    say(f"trained: accuracy {accuracy:.3f} on {len(digits)} held-out pictures, nearest mean picture {baseline:.3f}")
    project = Project(people())
    say(f"project:  {URL}/projects/{project.slug}")
    frame(project, baseline)
    build(project, baseline, accuracy)

    random = np.random.default_rng(1)
    weeks = 12
    last = int(time.time()) // WEEK * WEEK
    for week in range(weeks):
        dirt = max(0, week - 5) * 0.06
        slices = [measure(model, pictures, digits, dirt, random) for _ in range(7)]
        report(project, last - (weeks - 1 - week) * WEEK, slices, f"lens {dirt:.0%} dirty" if dirt else "")
        if week == 3:
            operate(project)

    outcome(project)


def outcome(project):
    criterion = project.call("pm", "GET", "/criteria/accuracy")
    alerts = project.call("pm", "GET", "/alerts?state=open")["items"]
    say(f"criterion accuracy: {criterion['state']} at {criterion['value']:.3f}, guardrail {criterion['guardrail']}")
    for alert in alerts:
        say(f"alert:    {alert['title']}: {alert['detail']}")
    stages = project.call("pm", "GET", "")["stages"]
    flagged = [stage["key"] for stage in stages if stage["state"] == "needs_attention"]
    say(f"flagged:  {', '.join(flagged)}")
    say(f"see       {URL}/projects/{project.slug}/monitoring")
    as_told = criterion["state"] == "breached" and alerts and "monitoring" in flagged
    sys.exit(0 if as_told else "This did not end as it should: see above.")


if __name__ == "__main__":
    try:
        main()
    except Refused as refusal:
        sys.exit(f"Refused: {refusal}")
