"""What nobody should send is refused in a word, changes nothing and leaves no trace of a fall."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from sandbox.faults import Faults
from sandbox.request_bodies import multipart
from sandbox.server import Sandbox
from tests.sandbox.driver import Control

EDGE = "multipart/form-data; boundary=edge"
DEEP_FORMS = (
    "".join(
        f'--{"edge" if level == 0 else level}\r\nContent-Disposition: form-data; name="a"\r\n'
        f"Content-Type: multipart/mixed; boundary={level + 1}\r\n\r\n"
        for level in range(980)
    ).encode(),
    b'--edge\r\nContent-Disposition: form-data; name="a"\r\n' + b"Content-Type: message/rfc822\r\n\r\n" * 3000,
)


@pytest.mark.parametrize("zone", ["Nowhere/X", "", "Europe", "../../etc/passwd", "/etc/passwd", "\0", "x" * 5000, "ü"])
async def test_a_time_zone_that_there_is_not_is_refused(sandbox: Sandbox, control: Control, zone: str) -> None:
    """Of whoever it is, and nothing else of the request is done."""
    before = await control.get("/state")
    answers = [
        await control.post("/user", 400, user="U0KIM", title="Grip", tz=zone),
        await control.post("/user/second", 400, user="U0KIM", tz=zone),
        await control.post("/user/add", 400, name="new", tz=zone),
    ]
    assert {answer["error"] for answer in answers} == {"bad_request"}
    assert all("takes a time zone such as Europe/Berlin" in answer["message"] for answer in answers)
    assert (await control.get("/state"))["users"] == before["users"]


@pytest.mark.parametrize("body", DEEP_FORMS, ids=["parts", "messages"])
async def test_a_form_nested_too_deep_is_no_form(sandbox: Sandbox, control: Control, body: bytes) -> None:
    """For a method and for an upload."""
    with pytest.raises(ValueError, match="nested too deep"):
        multipart(EDGE, body)
    headers = {"Content-Type": EDGE, "Authorization": "Bearer x"}
    status, answer = await control.api("auth.test", data=body, headers=headers)
    assert (status, answer["error"]) == (200, "invalid_form_data")
    secret = sandbox.workspace.files.promise("a.txt", 1, "U0BOT", 0)[1]
    async with control.session.post(f"{sandbox.url}/upload/v1/{secret}", data=body, headers=headers) as response:
        assert (response.status, await response.text()) == (400, "The body is nested too deep.")


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://a]b/", "null", "", "http://"])
async def test_an_origin_that_is_no_address_is_foreign(sandbox: Sandbox, control: Control, origin: str) -> None:
    """As is every other that is not the sandbox's own."""
    async with control.session.get(f"{sandbox.url}/", headers={"Origin": origin}) as response:
        assert (response.status, (await response.json())["error"]) == (403, "foreign_origin")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("delaySeconds", value) for value in (-1, 600.5, 10**400, True, "1", None)),
        *(("http", value) for value in (0, 199, 600, -1, 200.0)),
        *(("chance", value) for value in (-0.1, 1.1)),
        *((name, -1) for name in ("times", "after", "retryAfter")),
        *(("error", value) for value in ("", "  ")),
    ],
)
async def test_a_fault_out_of_bounds_is_refused(control: Control, name: str, value: Any) -> None:
    """None is in force afterwards."""
    answer = await control.post("/faults", 400, method="auth.test", **{name: value})
    assert answer["error"] == "bad_request"
    assert answer["message"].startswith(f"{name} of a fault takes ")
    assert (await control.get("/faults"))["faults"] == []


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_fault_takes_no_number_without_end(value: float) -> None:
    """JSON has none; whoever asks in Python is refused as well."""
    for name in ("delaySeconds", "chance", "retryAfter"):
        with pytest.raises(ValueError, match=f"{name} of a fault takes"):
            Faults().add({"method": "*", name: value})


@pytest.mark.parametrize("path", ["/limits", "/app"])
async def test_a_name_that_nothing_reads_is_refused(sandbox: Sandbox, control: Control, path: str) -> None:
    """A misspelt setting must not pass for one, and what stands beside it is not done either."""
    app = sandbox.workspace.app.to_json()
    sandbox.workspace.limits.enabled = True
    known: dict[str, Any] = {"enabled": False} if path == "/limits" else {"scopes": []}
    answer = await control.post(path, 400, **known, enabeld=True)
    assert "no 'enabeld'" in answer["message"]
    assert (sandbox.workspace.limits.enabled, sandbox.workspace.app.to_json()) == (True, app)


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "zstd"])
async def test_a_body_that_cannot_be_unpacked_is_refused_quietly(
    sandbox: Sandbox, control: Control, caplog: pytest.LogCaptureFixture, packing: str
) -> None:
    """Also where nobody reads it, and where this machine has no means to unpack it."""
    secret = sandbox.workspace.files.promise("a.txt", 1, "U0BOT", 0)[1]
    headers = {"Content-Encoding": packing, "Content-Type": "application/json", "Connection": "close"}
    statuses = {}
    with caplog.at_level(logging.WARNING):
        for path in ("/api/auth.test", "/_control/limits", f"/upload/v1/{secret}", "/response/x", "/nowhere"):
            request = control.session.post(f"{sandbox.url}{path}", data=b"not packed", headers=headers)
            async with request as response:
                statuses[path] = response.status
                told = await response.text()
            if response.status == 200:
                assert "invalid_form_data" in told
    assert list(statuses.values()) in ([200, 400, 400, 400, 404], [400] * 5)
    assert caplog.records == []
