"""A small Bolt app that shows every kind of block, window and answer on practice Slack's page."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from tests.browser.sample_blocks import ASKING, HOME, NOTE, SECOND, SHOWCASE, option


def listen(app: App) -> App:
    """Everything that the sample app does."""

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: Any) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=HOME)

    @app.message("show me")
    def show(say: Any) -> None:
        say(text="Everything there is", blocks=SHOWCASE)

    @app.message("ask me")
    def ask(say: Any) -> None:
        say(text="What did you notice?", blocks=ASKING)

    @app.shortcut("leave_note")
    def leave(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=NOTE)

    @app.action("write")
    def write(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=NOTE)

    @app.action("deeper")
    def deeper(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=SECOND)

    @app.action("nothing")
    def nothing(ack: Any, respond: Any) -> None:
        ack()
        respond(text="That is fine.", response_type="ephemeral", replace_original=False)

    @app.action("remove")
    def remove(ack: Any, respond: Any) -> None:
        ack()
        respond(text="Removed.", blocks=[], replace_original=True)

    @app.action("more")
    def more(ack: Any, body: dict[str, Any], respond: Any) -> None:
        ack()
        chosen = body["actions"][0]["selected_option"]["value"]
        respond(text=f"You chose {chosen}.", response_type="ephemeral", replace_original=False)

    @app.action("pick")
    def pick(ack: Any, body: dict[str, Any], say: Any) -> None:
        ack()
        say(f"Picked: {body['actions'][0]['selected_option']['value']}")

    @app.options("answer")
    def places(ack: Any, payload: dict[str, Any]) -> None:
        known = ["Harrow Green", "Harrow Mill", "Northside"]
        found = [one for one in known if payload["value"].lower() in one.lower()]
        ack(options=[option(one, one.lower().replace(" ", "-")) for one in found])

    @app.view("note")
    def note(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        words = view["state"]["values"]["words"]["answer"]["value"]
        if "name" in words:
            ack(response_action="errors", errors={"words": "Please leave out names."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Saved. Thank you.\n> {words}")

    @app.view("second")
    def second(ack: Any) -> None:
        ack()

    @app.shortcut("keep_this")
    def keep(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        client.chat_postEphemeral(
            channel=body["channel"]["id"],
            user=body["user"]["id"],
            text=f"Kept: {body['message']['text']}",
        )

    @app.command("/note")
    def command(ack: Any, body: dict[str, Any]) -> None:
        ack(f"Noted: {body['text']}")

    return app
