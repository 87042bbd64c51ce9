"""The bar above the seats: the clock, the log and the tour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import Route, expect

from sandbox.wire import JSON
from tests.page.screen import Screen
from tests.sandbox.driver import until

EVENING = datetime(2026, 3, 15, 21, 10, tzinfo=UTC)


async def test_the_clock_is_moved_on_the_page(screen: Screen) -> None:
    """An hour on, or to a given date and time in the workspace's zone."""
    screen.sandbox.workspace.clock.move_to(EVENING)
    await screen.open()
    clock = screen.page.get_by_role("group", name="Clock")
    await expect(clock).to_contain_text("Sun 15 Mar 22:10")
    await clock.get_by_role("button", name="+1 h").click()
    await expect(clock).to_contain_text("Sun 15 Mar 23:10")
    await clock.get_by_role("button", name="To…").click()
    await screen.page.get_by_label("Date and time in Berlin").fill("2026-03-16T05:00")
    await screen.page.keyboard.press("Enter")
    await expect(clock).to_contain_text("Mon 16 Mar 05:00")
    assert abs(screen.sandbox.workspace.clock.now() - datetime(2026, 3, 16, 4, tzinfo=UTC)) < timedelta(minutes=1)


async def test_the_next_thing_due_is_a_button_where_it_is_known(screen: Screen) -> None:
    """The clock goes to what the server says is next; a server that says nothing gets no button."""
    due = EVENING + timedelta(hours=7)
    screen.sandbox.workspace.clock.move_to(EVENING)
    await screen.open()
    button = screen.page.get_by_role("button", name="To the next thing due")
    await expect(button).to_have_count(0)

    async def with_next(route: Route) -> None:
        answer = await route.fetch()
        state: JSON = await answer.json()
        state["clock"]["next"] = {"dueAt": due.isoformat(), "what": "first check-in"}
        await route.fulfill(response=answer, json=state)

    await screen.page.route("**/_control/state", with_next)
    await screen.page.reload()
    await expect(screen.page.get_by_text("Next due Mon 16 Mar 05:10")).to_be_visible()
    await button.click()
    await until(lambda: screen.sandbox.workspace.clock.now() >= due)
    await screen.page.unroute_all(behavior="wait")


async def test_the_clock_goes_to_the_call(screen: Screen) -> None:
    """Where whoever runs the sandbox knows of one."""
    call = EVENING + timedelta(hours=8)
    screen.sandbox.workspace.clock.move_to(EVENING)
    screen.sandbox.workspace.next_call = {"dueAt": call.isoformat(), "what": "call time"}
    await screen.open()
    await screen.page.get_by_role("button", name="Move the clock to the call: Mon 16 Mar 06:10").click()
    await until(lambda: screen.sandbox.workspace.clock.now() >= call)


async def test_the_log_tells_what_happened_newest_first(screen: Screen) -> None:
    """It can be filtered, and an entry opened."""
    await screen.open()
    await screen.page.get_by_role("button", name="Log", exact=True).click()
    await screen.check_in()
    rows = screen.page.get_by_role("group", name="Entries, newest first").locator("details")
    await expect(rows.filter(has_text="phone")).to_contain_text("Ola Nowak: Closed Set")
    await screen.page.get_by_role("searchbox", name="Words in the log").fill("conversations.open")
    await expect(rows).to_have_count(1)
    await rows.locator("summary").click()
    await expect(rows.locator("pre")).to_contain_text('"users": "U0OLA"')


async def test_the_tour_is_followed_stopped_and_resumed(screen: Screen) -> None:
    """Each step is done by the server; the panel comes back where it was left."""
    done: list[str] = []

    async def tour(route: Route) -> None:
        if route.request.method == "POST":
            done.append(route.request.url.rsplit("/", 1)[1])
        steps = [
            {"id": name, "title": f"Step {name}.", "text": "Look.", "done": name in done} for name in ("import", "ask")
        ]
        left = [step["id"] for step in steps if not step["done"]]
        await route.fulfill(json={"ok": True, "steps": steps, "current": left[0] if left else None})

    await screen.page.route("**/_control/tour**", tour)
    await screen.page.route("**/_control/tour/*", tour)
    await screen.open()
    panel = screen.page.get_by_role("region", name="Tour")
    await panel.get_by_role("button", name="Do this step").click()
    await expect(panel.get_by_role("status")).to_contain_text("Step ask.")
    await panel.get_by_role("button", name="Stop the tour").click()
    await screen.page.reload()
    await expect(screen.seat("Ola")).to_be_visible()
    await expect(panel).to_be_hidden()
    await screen.page.get_by_role("button", name="Tour").click()
    await panel.get_by_role("button", name="Do this step").click()
    await expect(panel).to_contain_text("That is the whole story.")
    assert done == ["import", "ask"]


async def test_without_the_stream_the_page_asks_by_itself(screen: Screen) -> None:
    """Nothing stays old where the stream does not come through."""
    await screen.page.route("**/_control/stream**", lambda route: route.abort())
    await screen.open()
    await screen.check_in()
    await expect(screen.seat("Ola").get_by_role("button", name="Not as agreed")).to_be_visible()
    assert set(screen.complaints) == {"Failed to load resource: net::ERR_FAILED"}
    screen.complaints.clear()
