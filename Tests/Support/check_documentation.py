#!/usr/bin/env python3
"""Finds declarations without a doc comment among those that other modules can use.

Usage: check_documentation.py Sources

Every `public` or `package` declaration, and every requirement of such a protocol, has a comment of
`///` lines right above it or above its attributes. Not checked are

- cases of enumerations: whether a name says enough is for a reader to judge;
- what a protocol of the standard library or of Foundation requires (`INHERITED`), such as
  `description` or `encode(to:)`;
- what a protocol of this package requires, for the comment is there: of a stage `identifier`,
  `version`, `configuration` and `run`, of what a method has learned `costs`, and so on. Name and
  argument labels tell a requirement, in types that name the protocol, in extensions of these types,
  and in extensions of the protocol.

Members are told by the layout of `swift format`: they are one level further in than their type.
"""

import re
import sys
from pathlib import Path

# Of CustomStringConvertible, LocalizedError, Codable, Equatable, Comparable and Hashable.
INHERITED = {
    "var description",
    "var errorDescription",
    "init(from:)",
    "func encode(to:)",
    "func ==(_:_:)",
    "func <(_:_:)",
    "func hash(into:)",
}

INDENT = 2
SCOPES = {"struct", "class", "enum", "protocol", "actor", "extension"}
OPEN = {"public", "package", "open"}
CLOSED = {"internal", "fileprivate", "private"}
DECLARATION = re.compile(
    r" *((?:(?:@?[a-z]+)(?:\([^()]*\))? +)*?)"  # attributes and modifiers, such as private(set)
    r"(func|var|let|init|subscript|typealias|associatedtype"
    r"|struct|class|enum|protocol|actor|extension)"
    r"\b[?!]? *([\w.]+|[-+*/%<>=!&|^~]+)?"
)


class Scope:
    """A type or an extension of one, while its members are read."""

    def __init__(self, kind, name, indent, conditions, is_open):
        self.kind, self.name, self.is_open = kind, name, is_open
        # Where its closing brace stands, and how many #if there are around it.
        self.indent, self.conditions = indent, conditions


class Declaration:
    """A declaration that other modules can use."""

    def __init__(self, place, line, key, scope, is_documented):
        self.place, self.line, self.key = place, line, key
        self.scope, self.is_documented = scope, is_documented


def labels(parameters):
    """The argument labels of a parameter list, which begins with its parenthesis."""
    found, depth, word, is_label = [], 0, "", True
    for character in re.sub(r"<[^<>()]*>", "", parameters):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        if depth == 0:
            break
        if depth > 1 or character in "([{)]}":
            continue
        if character == ",":
            word, is_label = "", True
        elif character == ":" and is_label:
            found.append((word.split() or ["_"])[0])
            is_label = False
        else:
            word += character
    return found


def key(kind, name, rest):
    """What a requirement has in common with what satisfies it, such as `func run(_:in:)`."""
    if kind in ("var", "let"):
        return f"var {name}"
    if kind in ("associatedtype", "typealias"):
        return f"type {name}"
    if kind not in ("func", "init", "subscript"):
        return f"{kind} {name}"
    found = labels(rest[rest.find("(") :])
    if name and not re.match(r"\w", name):
        found = ["_"] * len(found)  # an operator's operands
    return f"{kind} {name}".strip() + f"({''.join(f'{label}:' for label in found)})"


def is_documented(lines, index):
    """Whether a doc comment ends right above the declaration and its attributes."""
    while index > 0 and re.match(r" *@", lines[index - 1]):
        index -= 1
    return index > 0 and lines[index - 1].lstrip().startswith("///")


def read(path, conformances):
    """The declarations of a file; adds what its types name as their protocols."""
    declarations, scopes, conditions, is_text = [], [], 0, False
    lines = path.read_text(encoding="utf-8").splitlines()
    for index, line in enumerate(lines):
        was_text, is_text = is_text, is_text ^ (line.count('"""') % 2 == 1)
        stripped = line.lstrip()
        if was_text or not stripped:
            continue
        indent = len(line) - len(stripped)
        if stripped.startswith("#if"):
            conditions += 1
        elif stripped.startswith("#endif"):
            conditions -= 1
        if scopes and stripped.startswith("}") and indent == scopes[-1].indent:
            scopes.pop()
        scope = scopes[-1] if scopes else None
        # What is between #if and #endif is indented once more.
        level = INDENT * conditions
        if scope:
            level = scope.indent + INDENT * (1 + conditions - scope.conditions)
        match = DECLARATION.match(line)
        if not match or indent != level:
            continue
        modifiers, kind, name = set(match[1].split()), match[2], match[3] or ""
        # Members of an extension, and requirements of a protocol, are what that is.
        takes_over = scope is not None and scope.kind in ("extension", "protocol") and scope.is_open
        is_open = bool(modifiers & OPEN) or (takes_over and not modifiers & CLOSED)
        rest = line[match.end() :] + "\n" + "\n".join(lines[index + 1 : index + 20])
        if is_open and kind != "extension":
            name = "" if kind in ("init", "subscript") else name
            declarations.append(
                Declaration(
                    f"{path}:{index + 1}", stripped, key(kind, name, rest), scope,
                    is_documented(lines, index),
                )
            )
        if kind in SCOPES:
            full = f"{scope.name}.{name}" if scope and kind != "extension" else name
            head, _, body = rest.partition("{")
            head = re.sub(r"<[^<>]*>", "", re.split(r"\bwhere\b", head)[0])
            if ":" in head:
                named = {each.strip() for each in re.split("[,&]", head.split(":", 1)[1])}
                conformances.setdefault(full, set()).update(named)
            if "}" not in body.split("\n", 1)[0]:
                scopes.append(Scope(kind, full, indent, conditions, is_open))
    return declarations


def inherits(declaration, conformances, requirements):
    """Whether a protocol says what the declaration is."""
    if declaration.key in INHERITED:
        return True
    if declaration.scope is None or declaration.scope.kind == "protocol":
        return False
    reached, waiting = set(), {declaration.scope.name}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= conformances.get(name, set()) - reached
    return any(declaration.key in requirements.get(name, ()) for name in reached)


def main():
    conformances, requirements = {}, {}
    paths = sorted(path for root in sys.argv[1:] for path in Path(root).rglob("*.swift"))
    declarations = [each for path in paths for each in read(path, conformances)]
    for each in declarations:
        if each.scope is not None and each.scope.kind == "protocol":
            requirements.setdefault(each.scope.name, set()).add(each.key)
    problems = [
        f"check_documentation: {each.place}: no doc comment: {each.line}"
        for each in declarations
        if not each.is_documented and not inherits(each, conformances, requirements)
    ]
    if problems or not declarations:
        sys.exit("\n".join(problems) or "check_documentation: no declarations found")


if __name__ == "__main__":
    main()
