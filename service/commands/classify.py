"""`kulanz classify`: mentions → assessments."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from models.classifier import load_classifier
from service.commands.answering import answer_lines, opened
from service.commands.calls import read_settings
from service.commands.fields import MENTION
from service.commands.given import GivenMention, read_given
from service.forms import assessment_form, in_given_text


def run(given: Namespace) -> int:
    source = opened(given.file)
    settings = read_settings(given)
    classifier = load_classifier(settings.model_dir, threads=settings.model_threads)

    def classified(mentions: Sequence[GivenMention]) -> list[dict[str, Any]]:
        assessments = classifier.assess([mention.conversation for mention in mentions])
        return [
            {"id": mention.id, **_form(mention, assessment_form(assessment))}
            for mention, assessment in zip(mentions, assessments, strict=True)
        ]

    return answer_lines(source, MENTION, read_given, classified)


def _form(mention: GivenMention, form: dict[str, Any]) -> dict[str, Any]:
    return {**form, "evidence": in_given_text(mention.text, form["evidence"])}
