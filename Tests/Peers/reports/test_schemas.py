"""The JSON outputs of all commands match the schemas in schema/output exactly."""

import copy
import json
import re
import subprocess

import documents
import jsonschema
import pytest
import referencing

FOLDER = documents.PACKAGE / "schema/output"
SCHEMAS = {path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
           for path in sorted(FOLDER.iterdir())}
OUTPUTS = sorted(set(SCHEMAS) - {"common"})
REGISTRY = referencing.Registry().with_resources(
    (schema["$id"], referencing.Resource.from_contents(schema)) for schema in SCHEMAS.values())
# The schemas, by identity, of the members that some document has.
SEEN = set()


def properties(validator, schemas, instance, schema):
    if isinstance(instance, dict):
        SEEN.update(id(schemas[name]) for name in instance if name in schemas)
    yield from jsonschema.Draft202012Validator.VALIDATORS["properties"](
        validator, schemas, instance, schema)


Recorder = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"properties": properties})


def validator(name):
    return Recorder(SCHEMAS[name], registry=REGISTRY)


@pytest.fixture(scope="session")
def outputs(tmp_path_factory):
    return documents.Outputs(tmp_path_factory.mktemp("outputs")).documents


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_and_describe_each_member(name):
    schema = SCHEMAS[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(f"/schema/output/{name}.schema.json")
    assert schema["title"] and schema["description"].endswith(".")
    for key, member in members(schema):
        target = REGISTRY.resolver(schema["$id"]).lookup(member["$ref"]).contents \
            if "$ref" in member else {}
        assert member.get("description", target.get("description", "")).endswith("."), key


def members(schema):
    """The members that a schema describes, with their schemas; conditions describe none."""
    if isinstance(schema, list):
        for item in schema:
            yield from members(item)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key in ("properties", "$defs"):
                yield from value.items()
                yield from members(list(value.values()))
            elif key not in ("if", "then", "else"):
                yield from members(value)


def test_the_guide_lists_each_schema():
    guide = (documents.PACKAGE / "docs/formats.md").read_text(encoding="utf-8")
    links = re.findall(r"\(\.\./schema/output/([a-z-]+)\.schema\.json\)", guide)
    assert sorted(links) == OUTPUTS


@pytest.mark.parametrize("name", OUTPUTS)
def test_outputs_are_valid(name, outputs):
    for document in outputs[name]:
        validator(name).validate(document)


def test_each_member_occurs(outputs):
    """No schema describes a member that no command writes."""
    for name in OUTPUTS:
        for document in outputs[name]:
            validator(name).validate(document)
    unused = [f"{name}: {key}" for name, schema in SCHEMAS.items()
              for key, member in members(schema)
              if id(member) not in SEEN and member not in schema.get("$defs", {}).values()]
    assert unused == []


@pytest.mark.parametrize("name", OUTPUTS)
def test_damaged_documents_are_refused(name, outputs):
    short = [shortened(document) for document in outputs[name]]
    document = max((each for each in short if len(json.dumps(each)) < 5000),
                   key=lambda each: len(json.dumps(each)))
    checker = validator(name)
    assert checker.is_valid(document)
    for path, damaged in damages(document):
        assert not checker.is_valid(damaged), path


def test_akvlint_reads_the_snapshots_that_the_schema_accepts(outputs, tmp_path):
    documents.write(tmp_path, {".gitlab-ci.yml": "a: {script: x}\n"})
    both = copy.deepcopy(documents.SNAPSHOT)
    both["identities"][0]["credentials"][1]["subject"] = "x"
    cases = [*outputs["snapshot"], both, *(damaged for _, damaged in damages(documents.SNAPSHOT)),
             *(shorter for _, shorter in removals(documents.SNAPSHOT))]
    names = [f"{number}.json" for number in range(len(cases))]
    for name, case in zip(names, cases):
        (tmp_path / name).write_text(json.dumps(case))
    options = [option for name in names for option in ("--evidence", name)]
    done = subprocess.run([documents.AKVLINT, "check", "--format", "json", *options], cwd=tmp_path,
                          env=documents.ENVIRONMENT, capture_output=True)
    assert done.returncode == 2
    refused = {finding["location"]["path"] for finding in json.loads(done.stdout)["findings"]}
    checker = validator("snapshot")
    assert refused == {name for name, case in zip(names, cases) if not checker.is_valid(case)}


def test_akvlint_reads_the_baselines_that_the_schema_accepts(outputs, tmp_path):
    documents.write(tmp_path, {".gitlab-ci.yml": "a: {script: x}\n"})
    baseline = shortened(max(outputs["baseline"], key=lambda each: len(each["findings"])))
    for path, case in [*damages(baseline), *removals(baseline), ([], baseline)]:
        (tmp_path / "baseline.json").write_text(json.dumps(case))
        done = subprocess.run([documents.AKVLINT, "check", "--baseline", "baseline.json"],
                              cwd=tmp_path, env=documents.ENVIRONMENT, capture_output=True)
        assert (done.returncode == 0) == validator("baseline").is_valid(case), path


def shortened(value):
    """The value with two elements of each list at most, because those after them have the same form."""
    if isinstance(value, dict):
        return {key: shortened(element) for key, element in value.items()}
    return [shortened(element) for element in value[:2]] if isinstance(value, list) else value


def damages(document):
    """The document with one value of another type or with an unknown member, or of another version."""
    for path in places(document):
        yield path, changed(document, path, set_number)
    for path in [(), *places(document)]:
        if isinstance(value_at(document, path), dict):
            yield path, changed(document, (*path, "unexpected"), set_number)
    if isinstance(document, dict) and "schema" in document:
        yield ("schema",), {**document, "schema": 2}
        yield ("schema",), {key: value for key, value in document.items() if key != "schema"}


def removals(document):
    """The document without one of its members."""
    for path in places(document):
        if isinstance(value_at(document, path[:-1]), dict):
            yield path, changed(document, path, dict.pop)


def set_number(parent, key):
    """Sets what no member of any document may be."""
    parent[key] = 1.5


def changed(document, path, change):
    copied = copy.deepcopy(document)
    change(value_at(copied, path[:-1]), path[-1])
    return copied


def value_at(document, path):
    for step in path:
        document = document[step]
    return document


def places(value, path=()):
    """The paths to everything in a document."""
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else \
        enumerate(value) if isinstance(value, list) else ()
    for key, element in pairs:
        yield from places(element, (*path, key))
