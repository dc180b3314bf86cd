"""Runs the steps of action.yml as GitHub would, and the hooks of .pre-commit-hooks.yaml, on scenarios
that are right and on some that are wrong; reads the YAML in docs/ci.md.

    try.py <ntsrm> <scratch folder>          in the project's folder
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

PROGRAM = os.path.abspath(sys.argv[1])
SCRATCH = pathlib.Path(sys.argv[2]).absolute()
ROOT = pathlib.Path.cwd()
SCENARIOS = ROOT / "tests/consumer/scenarios"
findings = 0


def expect(condition, what, output=""):
    global findings
    if not condition:
        findings += 1
        print(f"{what}\n{output}")


def fill_in(text, context):
    """`${{ a.b }}` by what the context has; a name that it has not is an error."""
    return re.sub(r"\$\{\{ *([^} ]*) *\}\}", lambda found: context[found[1]], text)


def run_action(action, given):
    """Returns the status of the step that failed, or 0; what was printed; the files of the job."""
    context = {"github.action_path": str(ROOT)}
    for name, declared in action["inputs"].items():
        context["inputs." + name] = given.get(name, declared.get("default", ""))
    files = {name: SCRATCH / name.lower() for name in
             ("GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for path in files.values():
        path.write_text("")
    printed = ""
    for step in action["runs"]["steps"]:
        environment = {**os.environ, **{name: str(path) for name, path in files.items()}}
        for name, value in step.get("env", {}).items():
            environment[name] = fill_in(value, context)
        expect("${{" not in step["run"], f"{step['name']}: values come through env:, not as text")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            env=environment, cwd=SCENARIOS / fill_in(step.get("working-directory", "."), context),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        printed += done.stdout
        for line in files["GITHUB_OUTPUT"].read_text().splitlines():
            name, _, value = line.partition("=")
            context[f"steps.{step.get('id')}.outputs.{name}"] = value
        if done.returncode != 0:
            return done.returncode, printed, files
    return 0, printed, files


def try_action():
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    text = (ROOT / "action.yml").read_text()
    expect(action["runs"]["using"] == "composite", "action.yml: is no composite action")
    for name, declared in action["inputs"].items():
        expect("inputs." + name in text, f"action.yml: the input {name} is not used")
        expect(declared.get("description"), f"action.yml: the input {name} has no description")
    for used in re.findall(r"inputs\.([a-z-]+)", text):
        expect(used in action["inputs"], f"action.yml: the input {used} is not declared")

    program = {"program": PROGRAM}
    status, printed, files = run_action(action, {**program, "paths": "right\n"})
    expect(status == 0 and "passed" in printed, f"right scenarios: {status}", printed)
    expect(files["GITHUB_PATH"].read_text().strip() == os.path.dirname(PROGRAM), "PATH is not set")
    status, printed, files = run_action(action, {**program, "paths": "wrong/fails.yaml\nright",
                                                 "options": "--root=."})
    expect(status == 1 and "::error " in printed, f"wrong scenarios: {status}", printed)
    expect("this-fails" in files["GITHUB_STEP_SUMMARY"].read_text(), "nothing is in the summary")
    status, printed, _ = run_action(action, {**program, "paths": "right/levels.yaml",
                                             "filter": "Identification", "profile": "nt6.1",
                                             "junit": str(SCRATCH / "report.xml"),
                                             "options": "--jobs=1\n--fail-fast\n"})
    expect(status == 0 and "1 passed" in printed, f"options: {status}", printed)
    expect((SCRATCH / "report.xml").exists(), "there is no JUnit report")
    status, printed, _ = run_action(action, {**program, "paths": "$(touch broken); `false`"})
    expect(status != 0 and not (SCENARIOS / "broken").exists(), "text of inputs is executed")
    status, printed, _ = run_action(action, {**program, "paths": ""})
    expect(status == 0 and printed == "", f"only installing: {status}", printed)
    status, printed, _ = run_action(action, {"program": "/nowhere/ntsrm", "paths": "right"})
    expect(status != 0 and "/nowhere/ntsrm" in printed, f"no program: {status}", printed)


def run_hook(hook, *files):
    done = subprocess.run([*(str(ROOT / hook["entry"].split()[0]), *hook["entry"].split()[1:]), *files],
                          env={**os.environ, "NTSRM_PROGRAM": PROGRAM}, cwd=SCRATCH / "project",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def try_hooks():
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    expect(set(hooks) == {"ntsrm-check", "ntsrm-lint", "ntsrm-fmt", "ntsrm-run"}, str(set(hooks)))
    project = SCRATCH / "project"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(SCENARIOS, project)
    (project / "workflow.yaml").write_text("on: [push]\n")
    (project / "a b.yaml").write_text((project / "right/revert.yaml").read_text()
                                      .replace("client.yaml", "right/client.yaml"))
    for name, hook in hooks.items():
        status, output = run_hook(hook, "workflow.yaml")
        expect(status == 0 and output == "", f"{name}: YAML of others: {status}", output)
        status, output = run_hook(hook, "workflow.yaml", "right/levels.yaml", "right/client.yaml")
        expect(status == 0, f"{name}: right scenarios: {status}", output)
        status, output = run_hook(hook, "a b.yaml")
        expect(status == 0, f"{name}: a name with a space: {status}", output)
    for name in ("ntsrm-check", "ntsrm-lint", "ntsrm-run"):
        status, output = run_hook(hooks[name], "right/levels.yaml", "wrong/broken.yaml")
        expect(status == 3 and "RevertToSelves" in output, f"{name}: wrong ones: {status}", output)
    status, output = run_hook(hooks["ntsrm-run"], "wrong/fails.yaml")
    expect(status == 1, f"ntsrm-run: a scenario that fails: {status}", output)
    untidy = project / "untidy.yaml"
    untidy.write_text((project / "a b.yaml").read_text().replace("expect: TRUE", "expect:     TRUE"))
    run_hook(hooks["ntsrm-fmt"], "untidy.yaml")
    expect("expect: TRUE" in untidy.read_text(), "ntsrm-fmt changes nothing", untidy.read_text())


def try_documents():
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text()
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    text = (ROOT / "docs/ci.md").read_text()
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.S)]
    expect(len(blocks) == 3, f"docs/ci.md: {len(blocks)} blocks of YAML")
    for name in inputs:
        expect(f"`{name}`" in text, f"docs/ci.md: does not tell of the input {name}")
    for hook in blocks[2]["repos"][0]["hooks"]:
        expect(hook["id"] + "\n" in hooks, f"docs/ci.md: there is no hook {hook['id']}")


SCRATCH.mkdir(parents=True, exist_ok=True)
try_action()
try_hooks()
try_documents()
sys.exit(1 if findings else 0)
