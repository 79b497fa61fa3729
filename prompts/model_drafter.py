"""The drafter that has a language model write, holds what it wrote to our rules, and falls back on
the playbooks: what a model says is a proposal, never a reply."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prompts.drafter import Plan, PlaybookDrafter, unsaid
from prompts.fitness import what_is_wrong
from prompts.note import note_for
from prompts.prompt import PromptWriter
from prompts.vocabulary import ALONE
from triage.draft import Brief, Draft, utterance
from triage.mention import clean_text
from triage.ports import Guard, LanguageModel, Prompt
from triage.severity import Severity
from triage.wish import Wanted

log = logging.getLogger(__name__)

_JSON = re.compile(r"\{.*\}", re.DOTALL)
_SIGN_OFF = re.compile(r"\s*\^\w{1,3}\s*$")


@dataclass(frozen=True)
class _Job:
    """One brief, how a playbook would answer it, and what it answers."""

    brief: Brief
    plan: Plan
    draft: Draft

    @property
    def is_for_a_model(self) -> bool:
        """Where somebody's life or safety is at stake, and where one answer alone is right, nothing
        is left to a model."""
        alone = self.plan.playbook.name in ALONE
        return not alone and self.brief.grade.severity is not Severity.CRITICAL

    def framed(self, reply: str) -> str:
        """With the playbook's greeting and closing, if it is a letter."""
        paragraphs = self.draft.reply.split("\n\n")
        if "mail" not in self.plan.situation.conditions or len(paragraphs) < 3 or not reply:
            return reply
        return "\n\n".join((paragraphs[0], reply, paragraphs[-1]))


@dataclass(frozen=True)
class ModelDrafter:
    """Writes with a model: two tries, then the playbooks' words."""

    model: LanguageModel
    playbooks: PlaybookDrafter
    prompts: PromptWriter
    guard: Guard

    def ensure_follows(self, wanted: Wanted, present: Draft) -> None:
        """A model takes any instruction; what becomes of it, the guard sees."""

    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        """Raises WishNotFollowed where the model fails and the playbooks can't follow either."""
        plain = self.playbooks.draft([_without_instruction(brief) for brief in briefs])
        jobs = {
            at: _Job(brief, self.playbooks.plan(brief), draft)
            for at, (brief, draft) in enumerate(zip(briefs, plain, strict=True))
        }
        first = {at: self._prompt(job) for at, job in jobs.items() if job.is_for_a_model}
        written, wrong = self._written(jobs, first)
        again = {at: self._prompt(jobs[at], *wrong[at]) for at in wrong}
        second, failed = self._written(jobs, again)
        if failed:
            log.warning("drafts of the model were not fit", extra={"count": len(failed)})
        written |= second
        return [self._drafted(job, written.get(at)) for at, job in jobs.items()]

    def _prompt(self, job: _Job, rejected: str = "", findings: Sequence[str] = ()) -> Prompt:
        return self.prompts.prompt(job.brief, job.plan, rejected, findings)

    def _written(
        self, jobs: Mapping[int, _Job], asked: Mapping[int, Prompt]
    ) -> tuple[dict[int, str], dict[int, tuple[str, list[str]]]]:
        """Replies that may be shown to a person, and those that may not, with what is wrong."""
        answers = self.model.write([*asked.values()]) if asked else []
        replies = {
            at: jobs[at].framed(reply_in(answer))
            for at, answer in zip(asked, answers, strict=True)
            if answer is not None
        }
        wrong = self._wrong(jobs, replies)
        return {at: reply for at, reply in replies.items() if at not in wrong}, {
            at: (replies[at], why) for at, why in wrong.items()
        }

    def _wrong(self, jobs: Mapping[int, _Job], replies: Mapping[int, str]) -> dict[int, list[str]]:
        found = self.guard.check(
            [
                utterance(reply, job.brief.conversation, job.brief.assessment, job.draft)
                for job, reply in ((jobs[at], reply) for at, reply in replies.items())
            ]
        )
        wrong = {}
        for (at, reply), findings in zip(replies.items(), found, strict=True):
            why = [finding.why for finding in findings if finding.blocking]
            why += what_is_wrong(reply, jobs[at].brief, jobs[at].plan.situation)
            if why:
                wrong[at] = why
        return wrong

    def _drafted(self, job: _Job, reply: str | None) -> Draft:
        if reply is None:
            instructed = bool(job.brief.wanted.instruction)
            return self.playbooks.draft([job.brief])[0] if instructed else job.draft
        playbook = job.plan.playbook
        missing = unsaid(playbook, reply)
        offered = replace(job.brief, remedy=job.draft.remedy)
        note = note_for(offered, playbook.lang, job.plan.occasions, unsaid=missing)
        return replace(job.draft, reply=reply, note=note, drafter=self.model.name)


def reply_in(answer: str) -> str:
    """The reply in what a model said: its JSON, or the words themselves; empty if there is none.

    >>> reply_in('Sure! {"reply": "I am sorry. ^AB"}')
    'I am sorry.'
    """
    found = _JSON.search(answer)
    text = answer.strip().strip("`\"'")
    if "{" in answer:
        try:
            given = json.loads(found[0]) if found else {}
        except ValueError:
            given = {}
        text = given.get("reply", "")
        text = text if isinstance(text, str) else ""
    text = " ".join(clean_text(text).split())
    return _SIGN_OFF.sub("", text)


def _without_instruction(brief: Brief) -> Brief:
    return replace(brief, wanted=Wanted(brief.wanted.wishes))
