"""Seats side by side, what each person's list shows, and the channel that is watched."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from tests.page.screen import Screen, section


async def test_three_seats_stand_side_by_side_at_first(screen: Screen) -> None:
    """A newcomer sees the performer, the coordinator and the 1st AD."""
    await screen.open()
    for person in ("Ola", "Mia", "Ada"):
        await expect(screen.seat(person)).to_be_visible()
    await expect(screen.page.get_by_text("Closed Set connected")).to_be_visible()


async def test_seats_survive_a_reload_and_can_be_handed_on(screen: Screen) -> None:
    """Persons, sizes and places stand in the address."""
    await screen.open()
    await screen.page.get_by_label("Whose seat").first.select_option(label="Ben Holt")
    await screen.seat("Ben").get_by_role("button", name="Desktop size").click()
    await screen.seat("Ben").get_by_role("button", name="general").click()
    await screen.seat("Ada").get_by_role("button", name="Take this seat away").click()
    address = screen.page.url
    assert address.endswith("#seats=U0BEN:desktop:C0GENERAL,U0MIA:phone:app")
    await screen.page.reload()
    await expect(screen.seat("Ben").get_by_role("heading", name="general")).to_be_visible()
    assert screen.page.url == address


async def test_a_list_marks_what_was_not_read(screen: Screen) -> None:
    """A direct message that waits is counted, until it is looked at."""
    await screen.open("#seats=U0OLA:desktop:C0GENERAL")
    await screen.post("U0OLA", section("Hello"))
    row = screen.seat("Ola").get_by_role("navigation", name="Conversations of").get_by_role("button", name="Closed Set")
    await expect(row).to_contain_text("1 unread")
    await row.click()
    await expect(row).not_to_contain_text("unread")
    await expect(screen.seat("Ola").get_by_role("log")).to_contain_text("Hello")


async def test_times_are_those_of_the_person_who_reads(screen: Screen) -> None:
    """The same message stands at another hour in another zone."""
    channel = await screen.open_set()
    await screen.app.client.conversations_invite(channel=channel, users="U0ZOE")
    await screen.app.client.chat_postMessage(channel=channel, text="Call 07:00")
    await screen.open(f"#seats=U0MIA:phone:{channel},U0ZOE:phone:{channel}")
    hours = []
    for person in ("Mia", "Zoe Kask"):
        message = screen.seat(person).get_by_role("article").filter(has_text="Call 07:00")
        hours.append(int((await message.locator("time").inner_text()).split(":")[0]))
    assert (hours[1] - hours[0]) % 24 == 1


async def test_a_watched_channel_shows_who_comes_and_who_goes(screen: Screen) -> None:
    """A crew member is added by a member and thrown out again."""
    await screen.open_set()
    await screen.open("#seats=U0BEN:phone:app,channel:phone:newest")
    watched = screen.page.get_by_role("region", name="Channel watched")
    await watched.get_by_label("acting as").select_option(label="Ada Quist")
    await watched.get_by_label("Person to add").select_option(label="Ben Holt")
    await watched.get_by_role("button", name="Add", exact=True).click()
    passages = watched.get_by_role("log", name="Who came and went").get_by_role("listitem")
    await expect(passages.first).to_contain_text("Ben Holt came in added by Ada Quist")
    await watched.get_by_role("button", name="Remove Ben Holt").click()
    await expect(passages.first).to_contain_text("Ben Holt went")
    await expect(screen.seat("Ben").get_by_label("Locked phone, 1 notifications")).to_contain_text("@ada removed you")


async def test_who_is_not_in_a_channel_sees_nothing_of_it(screen: Screen) -> None:
    """The words of a closed set are gone from the seat of who left it."""
    channel = await screen.open_set()
    await screen.app.client.chat_postMessage(channel=channel, text="Only for members")
    await screen.open(f"#seats=U0ADA:phone:{channel}")
    await expect(screen.seat("Ada").get_by_text("Only for members")).to_be_visible()
    await screen.app.client.conversations_kick(channel=channel, user="U0ADA")
    await expect(screen.seat("Ada").get_by_text("Ada Quist is not in this channel")).to_be_visible()
    await expect(screen.seat("Ada").get_by_text("Only for members")).to_have_count(0)


async def test_the_home_of_the_app_is_each_persons_own(screen: Screen) -> None:
    """A Home published for one person is in their seat only."""
    home = {"type": "home", "blocks": [section("Your days")]}
    await screen.open()
    for person in ("Ola", "Mia"):
        await screen.seat(person).get_by_role("button", name="Home").click()
    await screen.app.client.views_publish(user_id="U0OLA", view=home)
    await expect(screen.seat("Ola").get_by_text("Your days")).to_be_visible()
    await expect(screen.seat("Mia").get_by_text("The app shows nothing here yet.")).to_be_visible()


async def test_a_locked_phone_hides_the_conversation(screen: Screen) -> None:
    """Locked, a seat shows the hour and what came, until it is unlocked."""
    await screen.post("U0OLA", section("Scene 42pt1"))
    await screen.open("#seats=U0OLA:phone:lock")
    seat = screen.seat("Ola")
    await expect(seat.get_by_role("region", name="Lock screen")).to_contain_text(
        "You have a message from the production."
    )
    await expect(seat.get_by_text("Scene 42pt1")).to_have_count(0)
    await seat.get_by_role("button", name="Unlock", exact=True).click()
    await expect(seat.get_by_text("Scene 42pt1")).to_be_visible()


async def menu(seat: Locator, name: str, item: str) -> None:
    await seat.get_by_role("button", name=name, exact=True).first.click()
    await seat.get_by_role("menuitem", name=item).click()


async def test_an_account_is_changed_from_its_seat(screen: Screen) -> None:
    """A guest is marked as one; somebody deactivated is no longer offered, and can be brought back."""
    await screen.open("#seats=U0BEN:phone:app,U0OLA:phone:app")
    await menu(screen.seat("Ben"), "Account", "Make a guest")
    await expect(screen.seat("Ben").locator(".person-title")).to_have_text("Guest")
    assert screen.sandbox.workspace.people["U0BEN"].is_restricted
    await menu(screen.seat("Ben"), "Account", "Deactivate the account")
    await expect(screen.seat("Ben").locator(".person-title")).to_have_text("Deactivated account")
    await expect(screen.seat("Ola").get_by_role("option", name="Ben Holt")).to_have_count(0)
    await menu(screen.seat("Ben"), "Account", "Reactivate the account")
    await expect(screen.seat("Ola").get_by_role("option", name="Ben Holt")).to_have_count(1)


async def test_only_an_owner_deletes_a_channel(screen: Screen) -> None:
    """Slack says no to anybody else; afterwards nothing of it stands."""
    channel = await screen.open_set()
    await screen.open(f"#seats=U0ADA:desktop:{channel}")
    await menu(screen.seat("Ada"), "Channel", "Delete the channel")
    await expect(screen.seat("Ada").get_by_role("alert").first).to_have_text(
        "Slack would not do that: restricted action."
    )
    await menu(screen.seat("Ada"), "Account", "Make an owner")
    await menu(screen.seat("Ada"), "Channel", "Delete the channel")
    await expect(screen.seat("Ada").get_by_text("This conversation does not exist.")).to_be_visible()
    assert channel not in screen.sandbox.workspace.conversations
    # The browser writes down every refusal.
    assert all("status of 400" in one for one in screen.complaints)
    screen.complaints.clear()
