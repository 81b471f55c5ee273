"""A real authorisation server on loopback: Authlib's own, with PKCE, rotating refresh tokens and revocation.

Who signs in there is set by the test; a click on “Allow” is one call. What it is told to do wrong, it does once.
"""

import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.errors import InvalidGrantError
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from werkzeug.serving import make_server

ID, SECRET = "app-4711", "app-secret-xyzzy"


class Client:
    """The council's app, registered there."""

    client_id, client_secret = ID, SECRET

    def __init__(self, redirect: str) -> None:
        self.redirect = redirect

    def get_client_id(self) -> str:
        return ID

    def get_default_redirect_uri(self) -> str:
        return self.redirect

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, uri: str) -> bool:
        return uri == self.redirect

    def check_client_secret(self, secret: str) -> bool:
        return secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in ("client_secret_post", "client_secret_basic")

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind in ("authorization_code", "refresh_token")


class Code:
    """One consent."""

    def __init__(self, given: Any, user: str) -> None:
        self.code, self.user = secrets.token_urlsafe(20), user
        self.redirect_uri, self.scope = given.payload.redirect_uri, given.payload.scope or ""
        self.code_challenge = given.payload.data.get("code_challenge")
        self.code_challenge_method = given.payload.data.get("code_challenge_method")

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


class Token:
    """What a consent became. `family`: of one consent, which is revoked as a whole when a token is used twice."""

    def __init__(self, token: Mapping[str, Any], user: str, family: str) -> None:
        self.access, self.refresh = token["access_token"], token.get("refresh_token", "")
        self.scope, self.user, self.family, self.revoked = token.get("scope", ""), user, family, False

    def get_scope(self) -> str:
        return self.scope

    def check_client(self, client: Client) -> bool:
        return client.get_client_id() == ID

    def is_expired(self) -> bool:
        return False

    def is_revoked(self) -> bool:
        return self.revoked


class Server:
    """`account`: whoever signs in. `withheld`: scopes that they untick. `faults`: what happens to the next requests for
    tokens: "429", "html", "cut" (done, and no answer), "slow", "crash after" (the answer comes, then `on_answer`)."""

    def __init__(self, redirect: str) -> None:
        self.client, self.account = Client(redirect), "harrowmere-town-page"
        self.codes: dict[str, Code] = {}
        self.tokens: list[Token] = []
        self.faults: list[str] = []
        self.asked: list[dict[str, str]] = []
        self.address, self.withheld, self.rotates, self.lives = "", "", True, 3600
        self._app = _application(self)

    def living(self) -> list[Token]:
        return [token for token in self.tokens if not token.revoked]

    def allow(self, page: str) -> dict[str, str]:
        """A person opens the page and allows it; what the browser brings back."""
        return self._answered(page, "allow")

    def deny(self, page: str) -> dict[str, str]:
        return self._answered(page, "deny")

    def _answered(self, page: str, answer: str) -> dict[str, str]:
        said = self._app.test_client().get(f"/authorise?{urlsplit(page).query}&answer={answer}")
        assert said.status_code == 302, said.get_data(as_text=True)
        assert said.location.startswith(self.client.redirect)
        return dict(parse_qsl(urlsplit(said.location).query))

    def revoke_all(self) -> None:
        for token in self.tokens:
            token.revoked = True

    @contextmanager
    def running(self) -> Iterator["Server"]:
        served = make_server("127.0.0.1", 0, self._app, threaded=True)
        self.address = f"http://127.0.0.1:{served.server_port}"
        thread = threading.Thread(target=served.serve_forever, daemon=True)
        thread.start()
        yield self
        served.shutdown()
        thread.join()


def _application(server: Server) -> flask.Flask:
    app = flask.Flask("authorisation server")
    app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True

    def save_token(token: Mapping[str, Any], request: Any) -> None:
        used = request.refresh_token
        family = used.family if used else secrets.token_hex(4)
        server.tokens.append(Token(token, request.user, family))

    oauth = AuthorizationServer(
        app, query_client=lambda number: server.client if number == ID else None, save_token=save_token
    )

    class AuthorisationCode(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post", "client_secret_basic"]

        def save_authorization_code(self, code: str, request: Any) -> None:
            kept = Code(request, request.user)
            kept.code = code
            server.codes[code] = kept

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return server.codes.get(code)

        def delete_authorization_code(self, code: Code) -> None:
            del server.codes[code.code]

        def authenticate_user(self, code: Code) -> str:
            return code.user

    class Refresh(grants.RefreshTokenGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post", "client_secret_basic"]
        INCLUDE_NEW_REFRESH_TOKEN = True

        def authenticate_refresh_token(self, refresh: str) -> Token:
            found = next((token for token in server.tokens if token.refresh == refresh), None)
            if found is not None and found.revoked:  # used twice: somebody has stolen one of the two
                for token in server.tokens:
                    token.revoked = token.revoked or token.family == found.family
            if found is None or found.revoked:
                raise InvalidGrantError("this refresh token was used up or revoked")
            return found

        def authenticate_user(self, token: Token) -> str:
            return token.user

        def revoke_old_credential(self, token: Token) -> None:
            token.revoked = True

    class Revocation(RevocationEndpoint):
        CLIENT_AUTH_METHODS = ["client_secret_post", "client_secret_basic"]

        def query_token(self, words: str, hint: str | None) -> Token | None:
            return next((token for token in server.tokens if words in (token.access, token.refresh)), None)

        def revoke_token(self, token: Token, request: Any) -> None:
            for one in server.tokens:
                one.revoked = one.revoked or one.family == token.family

    oauth.register_grant(AuthorisationCode, [CodeChallenge(required=True)])
    oauth.register_grant(Refresh)
    oauth.register_endpoint(Revocation)

    @app.get("/authorise")
    def authorise() -> Any:
        allowed = flask.request.args.get("answer") == "allow"
        grant = oauth.get_consent_grant(end_user=server.account)
        return oauth.create_authorization_response(grant_user=server.account if allowed else None, grant=grant)

    @app.post("/token")
    def token() -> Any:
        server.asked.append(flask.request.form.to_dict())
        fault = server.faults.pop(0) if server.faults else ""
        if fault == "429":
            return flask.Response("slow down", 429, {"Retry-After": "90"})
        if fault == "html":
            return flask.Response("<!doctype html><title>Sorry</title>", 503)
        if fault == "slow":
            time.sleep(0.3)
        answer = oauth.create_token_response()
        if fault == "cut":
            return flask.Response("{", 200, {"Content-Type": "application/json"})
        if answer.status_code == 200:
            given = answer.get_json()
            given["expires_in"] = server.lives
            if server.withheld:
                given["scope"] = " ".join(s for s in given["scope"].split() if s != server.withheld)
            return flask.jsonify(given)
        return answer

    @app.post("/revoke")
    def revoke() -> Any:
        return oauth.create_endpoint_response("revocation")

    @app.get("/me")
    def me() -> Any:
        bearer = flask.request.headers.get("Authorization", "").removeprefix("Bearer ")
        found = next((token for token in server.living() if token.access == bearer), None)
        return ({"account": found.user}, 200) if found else ({"error": "invalid_token"}, 401)

    return app
