"""Who writes the drafts, by the settings: the part of the composition root that is about words."""

from __future__ import annotations

from service.settings import Settings
from service.words import Words
from triage.ports import Drafter, Guard, LanguageModel


def build_drafter(settings: Settings, words: Words, guard: Guard) -> Drafter:
    """The playbooks, or a language model before them. Raises UnreadablePlaybook or
    DrafterNotReady."""
    model = _language_model(settings)
    if model is None:
        return words.playbooks
    from prompts.model_drafter import ModelDrafter
    from prompts.prompt import load_prompt_writer

    prompts = load_prompt_writer(settings.llm_rules, words.voice)
    return ModelDrafter(model, words.playbooks, prompts, guard)


def what_drafts(settings: Settings) -> str:
    """For the doctor: who writes, and that it can. Raises DrafterNotReady."""
    from models.endpoint import Endpoint
    from triage.errors import DrafterSilent

    model = _language_model(settings)
    if model is None:
        return "the playbooks"
    if isinstance(model, Endpoint):
        known = model.models()
        if known and settings.llm_model not in known:
            has = ", ".join(sorted(known)[:5])
            raise DrafterSilent(f"The server has no model {settings.llm_model}; it has: {has}.")
    return model.name


def _language_model(settings: Settings) -> LanguageModel | None:
    kind, _, name = settings.drafter.partition(":")
    if kind == "transformers":
        from models.drafter import LocalModel

        return LocalModel.load(name)
    if kind == "endpoint":
        from models.endpoint import Endpoint

        key = settings.llm_api_key
        return Endpoint.open(
            settings.llm_base_url, settings.llm_model,
            key.get_secret_value() if key else None, timeout=settings.llm_timeout,
        )  # fmt: skip
    return None
