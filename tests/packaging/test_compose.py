"""The compose file: each part once, shut in, and nothing published but the web."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from service.settings import Settings
from tests.packaging.files import ROOT, parse_command

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if name != "database"}
COMMANDS = {
    "migrate": ["migrate"],
    "web": ["serve", "--host", "0.0.0.0", "--no-projector"],
    "projector": ["project"],
    "bot": ["bot"],
    "scheduler": ["schedule"],
}
NOT_OF_THE_SERVICE = {"name", "services", "secrets", "volumes", "networks"}


def test_nothing_is_written_that_compose_would_not_know() -> None:
    assert {key for key in COMPOSE if not key.startswith("x-")} == NOT_OF_THE_SERVICE


def test_each_part_is_there_once_from_one_image() -> None:
    assert {name: service["command"] for name, service in OURS.items()} == COMMANDS
    assert len({service["image"] for service in OURS.values()}) == 1


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_the_command_line_takes_the_commands(arguments: list[str]) -> None:
    parse_command(arguments)


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_it_is_shut_in(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] not in ("root", "0", "0:0")
    assert not {"privileged", "cap_add", "network_mode", "pid"} & service.keys()


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_its_log_does_not_fill_the_disk(service: dict[str, Any]) -> None:
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


def test_only_the_web_is_published_and_only_to_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"web": ["127.0.0.1:8400:8400"]}


def test_the_database_is_new_enough_kept_and_out_of_reach() -> None:
    database = SERVICES["database"]
    name, _, tag = database["image"].partition(":")

    assert name == "postgres"
    assert int(tag) >= 17
    assert database["volumes"] == ["database:/var/lib/postgresql"]
    assert "database" in COMPOSE["volumes"]
    assert database["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert "pg_isready" in database["healthcheck"]["test"]


def test_migrate_runs_once_after_the_database_and_before_the_rest() -> None:
    ready = {"condition": "service_healthy"}
    assert SERVICES["migrate"]["depends_on"] == {"database": ready}
    assert SERVICES["migrate"]["restart"] == "no"
    for name in OURS.keys() - {"migrate"}:
        assert OURS[name]["depends_on"] == {
            "database": ready,
            "migrate": {"condition": "service_completed_successfully"},
        }
        assert OURS[name]["restart"] == "unless-stopped"


def test_each_is_asked_how_it_is_where_it_can_answer() -> None:
    assert "/health/ready" in SERVICES["web"]["healthcheck"]["test"][-1]
    for name in OURS.keys() - {"web"}:
        assert OURS[name]["healthcheck"] == {"disable": True}


def test_the_master_key_is_a_file_and_nowhere_else() -> None:
    assert COMPOSE["secrets"] == {"master_key": {"file": "./secrets/master.key"}}
    for service in OURS.values():
        assert service["secrets"] == ["master_key"]
        assert service["environment"]["DOUBLELOOP_MASTER_KEY_FILE"] == "/run/secrets/master_key"
        assert "DOUBLELOOP_MASTER_KEY" not in service["environment"]


def test_no_password_is_written_down() -> None:
    password = SERVICES["database"]["environment"]["POSTGRES_PASSWORD"]

    assert password.startswith("${POSTGRES_PASSWORD:?")
    for service in OURS.values():
        assert "${POSTGRES_PASSWORD:?" in service["environment"]["DATABASE_URL"]


def test_slack_is_passed_on_only_where_it_is_set() -> None:
    for name in ("web", "bot"):
        environment = SERVICES[name]["environment"]
        assert [environment[key] for key in environment if "SLACK" in key] == [None] * 6


@pytest.mark.parametrize("service", OURS.values(), ids=OURS)
def test_every_variable_is_a_setting(service: dict[str, Any]) -> None:
    known = {
        str(field.validation_alias or f"DOUBLELOOP_{name.upper()}")
        for name, field in Settings.model_fields.items()
    }

    assert service["environment"].keys() <= known
