"""The people of Kit's demo, and what they did with the mail they got."""

from tui.sandbox.demo import kit_series
from tui.sandbox.kit.records import KitState, Member, Subscriber, SubscriberState

_FIRST_ID = 3051120001
# Name (one may be missing), address, first seen, level of the baker, tags.
_PEOPLE: tuple[tuple[str | None, str, str, str | None, tuple[int, ...]], ...] = (
    ("Greta", "greta@bread-mail.example", "2026-09-02T10:00:00Z", "beginner", ()),
    ("Ines", "ines.carvalho@padaria.example", "2026-10-05T09:12:41Z", "beginner", ()),
    ("Tobias", "tobias@brotzeit.example", "2026-10-17T18:30:02Z", "baked a few", ()),
    (None, "k.oyelaran@post.example", "2026-10-19T22:47:10Z", None, ()),
    ("Ruth", "ruth.amsel@post.example", "2026-10-28T07:05:55Z", "beginner", ()),
    ("Marek", "marek.zeman@mlyn.example", "2026-10-30T13:20:00Z", "teaches", (7702,)),
    ("Aiko", "aiko@komugi.example", "2026-11-01T03:15:27Z", "baked a few", (7701,)),
    ("Leonie", "leonie.brandt@post.example", "2026-11-02T16:44:09Z", "beginner", ()),
    ("Declan", "declan@wheatfield.example", "2026-11-12T11:02:33Z", None, ()),
    ("Samira", "samira.haddad@post.example", "2026-11-17T20:18:48Z", "beginner", ()),
    (None, "someone@example.com", "2026-11-18T08:00:00Z", None, ()),
    ("Bo", "bo.nyström@mejl.example", "2026-11-19T06:59:59Z", "baked a few", (7703,)),
)
_BY_FIRST_WORD = {
    address.partition("@")[0].partition(".")[0]: number for number, (_, address, *_rest) in enumerate(_PEOPLE)
}
# What happened to some of them meanwhile.
_STATES: dict[str, SubscriberState] = {
    "tobias": "cancelled",
    "ruth": "bounced",
    "greta": "complained",
    "someone": "inactive",
}
_MEMBERS = {
    kit_series.WELCOME: "ines tobias k ruth marek aiko leonie declan samira bo someone",
    kit_series.COURSE: "ines k marek aiko leonie greta",
    kit_series.CART: "leonie declan samira",
}
# When people joined a sequence, where that was not when they were first seen.
_JOINED = {
    (kit_series.COURSE, "ines"): "2026-10-25T15:00:00Z",
    (kit_series.COURSE, "k"): "2026-10-29T10:30:00Z",
    (kit_series.COURSE, "greta"): "2026-10-20T12:00:00Z",
    (kit_series.CART, "leonie"): "2026-11-10T19:42:16Z",
    (kit_series.CART, "samira"): "2026-11-19T21:07:03Z",
}


def subscribers() -> list[Subscriber]:
    """Everybody, active."""
    return [
        Subscriber(
            id=_FIRST_ID + number,
            email_address=address,
            first_name=name,
            created_at=created,
            fields={"level": level, "last_name": None},
            sources={"tag": list(tags)} if tags else {},
        )
        for number, (name, address, created, level, tags) in enumerate(_PEOPLE)
    ]


def enroll(state: KitState) -> None:
    """Put people into the sequences."""
    for sequence_id, names in _MEMBERS.items():
        for name in names.split():
            number = _FIRST_ID + _BY_FIRST_WORD[name]
            added = _JOINED.get((sequence_id, name), state.subscribers[number].created_at)
            state.sequences[sequence_id].members[number] = Member(subscriber_id=number, added_at=added)


def things_happen(state: KitState) -> None:
    """Some leave, bounce or complain, each after the last mail they got; one never confirms."""
    for name, happened in _STATES.items():
        number = _FIRST_ID + _BY_FIRST_WORD[name]
        state.subscribers[number].state = happened
        got = [each for one in state.sequences.values() if number in one.members for each in one.members[number].sent]
        if got:
            last = max(got, key=lambda each: each.at)
            last.bounced, last.unsubscribed = happened == "bounced", happened == "cancelled"


def read_mail(state: KitState) -> None:
    """Mark some of what was sent as opened and clicked, always the same; what came back was read by nobody."""
    for sequence in state.sequences.values():
        for member in sequence.members.values():
            for number, each in enumerate(member.sent):
                luck = (member.subscriber_id * 7 + number * 3) % 5
                each.opened, each.clicked = luck < 3 and not each.bounced, luck == 1 and not each.bounced
