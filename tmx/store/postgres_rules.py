"""Who may do what in a shared database, and what nobody may: kept by the server itself, whichever program comes.

Members are the server's own users. ``accord_member`` says what each may do: ``read``, ``propose`` (add units, propose
terms) or ``approve`` (everything). While nobody is listed, everybody who was given the rights to the tables may do
everything; who owns the tables always may. Triggers refuse the rest, and every change of what has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from tmx.errors import ConfigError

__all__ = ["Member", "Role", "furnish", "members", "remove_member", "set_member"]

Run = Callable[..., Sequence[tuple[Any, ...]]]
"""``run(statement, parameters)`` executes one statement and returns its rows."""

_LOCK = "SELECT pg_advisory_xact_lock(71895279886948)"


class Role(StrEnum):
    """What a member may do; each more than the one before."""

    READ = "read"
    PROPOSE = "propose"
    APPROVE = "approve"


class Member(Struct, frozen=True):
    """A user of the server and what they may do."""

    name: str
    role: Role


_MEMBERS = (
    """CREATE TABLE IF NOT EXISTS accord_member (
        name TEXT NOT NULL PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('read', 'propose', 'approve')))""",
    # The tables are those of the schema in which the function was made, whatever the caller's search path says.
    """CREATE OR REPLACE FUNCTION accord_role() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
        SELECT COALESCE(
            (SELECT role FROM accord_member WHERE name = session_user::text),
            CASE WHEN NOT EXISTS (SELECT 1 FROM accord_member)
                OR pg_has_role(session_user,
                    (SELECT relowner FROM pg_class WHERE oid = 'accord_member'::regclass), 'USAGE')
            THEN 'approve' ELSE 'read' END)
    $$""",
)

_MEMORY = (
    """CREATE OR REPLACE FUNCTION memory_write() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    BEGIN
        IF accord_role() = 'read' THEN
            RAISE EXCEPTION 'accord: read' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE OR REPLACE FUNCTION memory_retire() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    BEGIN
        IF accord_role() <> 'approve' AND NEW.retired_by IS NOT NULL THEN
            RAISE EXCEPTION 'accord: propose' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$""",
    # An import that is still under way, and fails, takes its units out again; what is done, who may approve takes back.
    """CREATE OR REPLACE FUNCTION memory_delete() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    BEGIN
        IF accord_role() <> 'approve'
            AND NOT EXISTS (SELECT 1 FROM memory_run WHERE number = OLD.run AND state = 'open') THEN
            RAISE EXCEPTION 'accord: propose' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN OLD;
    END $$""",
    "CREATE OR REPLACE TRIGGER memory_write BEFORE INSERT ON memory_run "
    "FOR EACH STATEMENT EXECUTE FUNCTION memory_write()",
    "CREATE OR REPLACE TRIGGER memory_write BEFORE INSERT ON memory_unit "
    "FOR EACH STATEMENT EXECUTE FUNCTION memory_write()",
    "CREATE OR REPLACE TRIGGER memory_retire BEFORE UPDATE OF retired_by ON memory_unit "
    "FOR EACH ROW EXECUTE FUNCTION memory_retire()",
    "CREATE OR REPLACE TRIGGER memory_delete BEFORE DELETE ON memory_unit "
    "FOR EACH ROW EXECUTE FUNCTION memory_delete()",
)

# A proposer's concept has, after the change, the same decided terms as before; where there are such, nothing else of
# it changes either.
_TERMBASE = (
    """CREATE OR REPLACE FUNCTION termbase_decided(body jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
        SELECT COALESCE(jsonb_agg(t.value ORDER BY t.ordinality), '[]'::jsonb)
        FROM jsonb_array_elements(COALESCE(body -> 'terms', '[]'::jsonb)) WITH ORDINALITY t
        WHERE t.value ->> 'status' IS DISTINCT FROM 'proposed'
    $$""",
    """CREATE OR REPLACE FUNCTION termbase_write() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    DECLARE
        may text := accord_role();
        was jsonb;
        decided jsonb;
    BEGIN
        IF may = 'approve' THEN
            RETURN NEW;
        END IF;
        IF may = 'propose' AND NEW.kind = 'concept' THEN
            SELECT v.body::jsonb INTO was FROM termbase_version v
                WHERE v.kind = NEW.kind AND v.identifier = NEW.identifier AND v.revision < NEW.revision
                ORDER BY v.revision DESC LIMIT 1;
            decided := termbase_decided(was);
            IF termbase_decided(NEW.body::jsonb) = decided
                AND (decided = '[]'::jsonb OR NEW.body::jsonb - 'terms' = was - 'terms') THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'accord: %', may USING ERRCODE = 'insufficient_privilege';
    END $$""",
    """CREATE OR REPLACE FUNCTION termbase_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'accord: history' USING ERRCODE = 'insufficient_privilege';
    END $$""",
    "CREATE OR REPLACE TRIGGER termbase_write BEFORE INSERT ON termbase_version "
    "FOR EACH ROW EXECUTE FUNCTION termbase_write()",
    "CREATE OR REPLACE TRIGGER termbase_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON termbase_version "
    "FOR EACH STATEMENT EXECUTE FUNCTION termbase_keep()",
    "CREATE OR REPLACE TRIGGER termbase_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON termbase_revision "
    "FOR EACH STATEMENT EXECUTE FUNCTION termbase_keep()",
)
_RULES = {"memory": _MEMORY, "termbase": _TERMBASE}

_KEPT = frozenset({"termbase_revision", "termbase_version"})  # what is only ever added to
_READ_ONLY = frozenset({"accord_member", "accord_schema"})


def furnish(run: Run, part: str) -> None:
    """Give ``part`` of the database (``memory`` or ``termbase``) its rules, where it has none yet.

    To be called in a transaction, by who may make tables; it does nothing where the rules are there.
    """
    if run("SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass(?) AND NOT tgisinternal", (_GUARDED[part],)):
        return
    run(_LOCK)
    ((schema,),) = run("SELECT quote_ident(current_schema())")
    for statement in (*_MEMBERS, *_RULES[part]):
        run(statement.replace("{schema}", schema))
    for member in members(run):
        _grant(run, member)


_GUARDED = {"memory": "memory_unit", "termbase": "termbase_version"}


def members(run: Run) -> tuple[Member, ...]:
    """Who is listed, by name."""
    return tuple(Member(name, Role(role)) for name, role in run("SELECT name, role FROM accord_member ORDER BY name"))


def set_member(run: Run, member: Member) -> None:
    """List ``member``, a user of the server, and give them the rights that go with the role; in a transaction.

    Raises :class:`~tmx.errors.ConfigError` where the server has no such user.
    """
    if not run("SELECT 1 FROM pg_roles WHERE rolname = ?", (member.name,)):
        raise ConfigError(f"the server has no user «{member.name}»", remedy="have one made: createuser --pwprompt NAME")
    run(
        "INSERT INTO accord_member (name, role) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET role = EXCLUDED.role",
        (member.name, member.role.value),
    )
    _grant(run, member)


def remove_member(run: Run, name: str) -> None:
    """Strike ``name`` off the list and take the rights away; in a transaction.

    Raises :class:`~tmx.errors.ConfigError` where nobody of that name is listed.
    """
    if not run("DELETE FROM accord_member WHERE name = ? RETURNING name", (name,)):
        raise ConfigError(f"«{name}» is not a member", remedy="see who is: accord team postgresql://…")
    if run("SELECT 1 FROM pg_roles WHERE rolname = ?", (name,)):
        user = run("SELECT quote_ident(?::text)", (name,))[0][0]
        for table in _tables(run):
            run(f"REVOKE ALL ON {table} FROM {user}")


def _grant(run: Run, member: Member) -> None:
    ((schema, user),) = run("SELECT quote_ident(current_schema()), quote_ident(?::text)", (member.name,))
    run(f"GRANT USAGE ON SCHEMA {schema} TO {user}")
    for table in _tables(run):
        rights = "SELECT, INSERT, UPDATE, DELETE"
        if member.role is Role.READ or table in _READ_ONLY:
            rights = "SELECT"
        elif table in _KEPT:
            rights = "SELECT, INSERT"
        run(f"REVOKE ALL ON {table} FROM {user}")
        run(f"GRANT {rights} ON {table} TO {user}")


def _tables(run: Run) -> list[str]:
    rows = run(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
        "AND tablename ~ '^(memory|termbase|accord)_[a-z]+$' ORDER BY tablename"
    )
    return [str(name) for (name,) in rows]
