"""A language model behind an OpenAI-compatible server, ours or another's: `kulanz[endpoint]`."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.drafter import MOST_NEW_TOKENS, TEMPERATURE
from triage.errors import DrafterNotReady, DrafterSilent
from triage.ports import Prompt

if TYPE_CHECKING:
    from openai import OpenAI

    from triage.ports import LanguageModel

log = logging.getLogger(__name__)

#: Requests under way at a time; tries on top of the first.
_AT_ONCE, _RETRIES = 8, 2
#: Seconds for which a server that did not answer is not asked: no draft must wait for it again.
_REST = 60.0

_FORM = {
    "type": "json_schema",
    "json_schema": {
        "name": "reply",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"reply": {"type": "string"}},
            "required": ["reply"],
            "additionalProperties": False,
        },
    },
}


@dataclass
class Endpoint:
    """`Endpoint.open(base_url, model, key, timeout=…)`: each answer in one piece."""

    name: str
    _client: OpenAI
    _model: str
    #: Some servers know no schema; then the rules alone ask for JSON.
    _knows_schema: bool = True
    _rests_until: float = 0.0

    @classmethod
    def open(cls, base_url: str, model: str, api_key: str | None, *, timeout: float) -> Endpoint:
        """Raises DrafterNotReady; whether anybody answers there is seen when it is asked."""
        if not base_url or not model:
            raise DrafterNotReady(
                "KULANZ_DRAFTER=endpoint needs KULANZ_LLM_BASE_URL and KULANZ_LLM_MODEL."
            )
        try:
            import httpx2
            from openai import OpenAI
        except ImportError as error:
            raise DrafterNotReady(
                "KULANZ_DRAFTER=endpoint needs the package openai:"
                " `pip install 'kulanz[endpoint]'`."
            ) from error
        client = OpenAI(
            base_url=base_url,
            # Servers of our own want none, but the client insists.
            api_key=api_key or "none",
            timeout=timeout,
            max_retries=_RETRIES,
            # Complaints and the key go to that address and nowhere else.
            http_client=httpx2.Client(
                follow_redirects=False,
                trust_env=False,
                # Nothing stays open: an answer takes seconds, a connection none.
                limits=httpx2.Limits(max_keepalive_connections=0),
            ),
        )
        return cls(f"endpoint:{model}", client, model)

    def write(self, prompts: Sequence[Prompt]) -> list[str | None]:
        if time.monotonic() < self._rests_until:
            return [None] * len(prompts)
        with ThreadPoolExecutor(max_workers=min(_AT_ONCE, len(prompts)) or 1) as together:
            return [*together.map(self._written, prompts)]

    def models(self) -> list[str]:
        """What the server has. Raises DrafterSilent."""
        from openai import OpenAIError

        try:
            return [model.id for model in self._client.with_options(max_retries=0).models.list()]
        except OpenAIError as error:
            kind = type(error).__name__
            raise DrafterSilent(f"{self._client.base_url} does not answer ({kind}).") from error

    def _written(self, prompt: Prompt) -> str | None:
        from openai import APIConnectionError, OpenAIError

        try:
            return self._asked(prompt)
        except OpenAIError as error:
            if isinstance(error, APIConnectionError):
                self._rests_until = time.monotonic() + _REST
            kind = type(error).__name__
            log.warning("the language model did not answer", extra={"error": kind})
            return None

    def _asked(self, prompt: Prompt) -> str | None:
        from openai import BadRequestError, UnprocessableEntityError

        form: dict[str, Any] = {"response_format": _FORM} if self._knows_schema else {}
        try:
            answer = self._client.chat.completions.create(
                model=self._model,
                messages=[
                    {"role": "system", "content": prompt.rules},
                    {"role": "user", "content": prompt.material},
                ],
                max_tokens=MOST_NEW_TOKENS,
                temperature=TEMPERATURE,
                stream=False,
                **form,
            )
        except (BadRequestError, UnprocessableEntityError):
            if not form:
                raise
            self._knows_schema = False
            return self._asked(prompt)
        return answer.choices[0].message.content if answer.choices else None


if TYPE_CHECKING:
    _: type[LanguageModel] = Endpoint
