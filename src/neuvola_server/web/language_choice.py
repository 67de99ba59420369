"""The language of a page that anybody may open: chosen by a link, else the browser's.

A choice is remembered in the address and nowhere else.
"""

from urllib.parse import urlencode

from fastapi import Request

from neuvola_server.web.words import Reader, Words, languages, own_name, wanted_language, words


class LanguageChoice:
    """The language of one request."""

    def __init__(self, request: Request, reader: Reader) -> None:
        offered = languages(reader)
        named = request.query_params.get("lang", "")
        self.chosen = named if named in offered else ""
        accepted = request.headers.get("accept-language", "")
        self.words: Words = words(self.chosen or wanted_language(accepted, offered), reader)
        self.others = tuple((language, own_name(language)) for language in offered)

    def address(self, path: str, language: str = "", **query: str) -> str:
        """A path that keeps the choice, or makes another."""
        chosen = language or self.chosen
        asked = urlencode({**query, **({"lang": chosen} if chosen else {})})
        return f"{path}?{asked}" if asked else path
