"""Other ways to write the same pipeline. Each returns None where it cannot, and says which lines and
columns of findings still hold."""

import re

import yaml

SAFE = re.compile(r"[A-Za-z$][A-Za-z0-9_$./:-]*[A-Za-z0-9]")
WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n", "inf", "nan"}


def tree(text):
    """The nodes of all documents as plain values, aliases followed."""

    def plain(node, depth=0):
        if depth > 100:
            raise yaml.YAMLError("too deep")
        if isinstance(node, yaml.ScalarNode):
            return node.tag, node.value
        if isinstance(node, yaml.SequenceNode):
            return node.tag, [plain(item, depth + 1) for item in node.value]
        return node.tag, [
            (plain(key, depth + 1), plain(value, depth + 1)) for key, value in node.value
        ]

    return [plain(node) for node in yaml.compose_all(text, Loader=yaml.CSafeLoader) if node]


def same(text, twin):
    """Whether a twin is one: the same values in the same order."""
    try:
        return tree(text) == tree(twin)
    except (yaml.YAMLError, RecursionError):
        return False


def plain_scalars(text):
    """The events of plain scalars on one line that are texts in every reading, from the end."""
    found = []
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if not isinstance(event, yaml.ScalarEvent) or event.style or event.tag:
            continue
        if event.start_mark.line != event.end_mark.line or not SAFE.fullmatch(event.value):
            continue
        if event.value.lower() not in WORDS:
            found.append(event)
    return reversed(found)


def quoted(text, random):
    for event in plain_scalars(text):
        quote = random.choice(["", "'", '"'])
        start, end = event.start_mark.index, event.end_mark.index
        text = text[:start] + quote + text[start:end] + quote + text[end:]
    return text


def indented(text, random):
    if re.search(r"[|>][-+]?\d|\t", text):
        return None
    lines = []
    for line in text.split("\n"):
        start, rest = re.match(r"((?: |- (?=\S)|-   +(?=\S))*)(.*)", line, re.DOTALL).groups()
        lines.append(re.sub("- ", "-   ", start.replace(" ", "  ")).replace("-     ", "-   ") + rest)
    return "\n".join(lines)


def with_carriage_returns(text, random):
    return text.replace("\n", "\r\n")


def anchored(text, random):
    if "&" in text or "*" in text or "---" in text:
        return None
    number = 0
    for event in plain_scalars(text):
        start = event.start_mark.index
        if random.random() < 0.3 and re.search(r": $", text[:start]):
            number += 1
            text = f"{text[:start]}&anchor{number} {text[start:]}"
    return text if number else None


def aliased(text, random):
    """Of two equal values the second becomes an alias of the first."""
    if "&" in text or "*" in text or "---" in text:
        return None
    values = {}
    for event in plain_scalars(text):
        start, end = event.start_mark.index, event.end_mark.index
        if re.search(r": $", text[:start]) and text[end : end + 1] in ("\n", ""):
            values.setdefault(event.value, []).append((start, end))
    chosen = [places for places in values.values() if len(places) > 1]
    if not chosen:
        return None
    (last, end), *_, (first, _) = random.choice(chosen)
    return text[:first] + "&same " + text[first:last] + "*same" + text[end:]


def reordered(text, random):
    """The top-level entries in another order, and the keywords of each job."""
    if re.search(r"[&*]|^---|^\.\.\.|^%", text, re.MULTILINE):
        return None
    parts = shuffled(text, "", random)
    if parts is None:
        return None
    for index, part in enumerate(parts):
        first, _, body = part.partition("\n")
        indent = re.match(" *", body)[0]
        inner = shuffled(body, indent, random) if indent and re.fullmatch(r"\S+:", first) else None
        parts[index] = first + "\n" + "".join(inner or [body])
    return "".join(parts)


def shuffled(text, indent, random):
    """The entries of a mapping; nothing when that would change its content."""
    head, *parts = re.split(rf"^(?={indent}[^\s#-])", text, flags=re.MULTILINE)
    keys = [part.lstrip(" :").partition(":")[0] for part in parts]
    if re.search(r"\S", head) or len(set(keys)) < len(keys):
        return None  # of equal keys the last one holds
    random.shuffle(parts)
    return [part if part.endswith("\n") else part + "\n" for part in parts]
