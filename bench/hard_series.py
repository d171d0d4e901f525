"""Texts that look alike and are each an article of its own: series, forms filled in, lists, and empty shells."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from hard_item import Item, item
from prose import prose

PLACES = [
    "Ostvik",
    "Brunmoor",
    "Torsund",
    "Lindholm",
    "Sarn",
    "Hauk",
    "Kvasir",
    "Lindmark",
    "Aldwater",
    "Halden",
]
PEOPLE = [
    "Ida Brekke",
    "Pelle Aardal",
    "Noor Haddam",
    "Jens Rotvold",
    "Marit Solheim",
    "Tor Wessel",
    "Hedda Qvist",
]
TRADES = ["teacher", "fisherman", "nurse", "carpenter", "pilot", "judge", "baker"]
THINGS = ["kettle", "toaster", "pram", "ladder", "heater", "drill", "lamp"]
STARS = ["Aries", "Taurus", "Gemini", "Cancer", "Leo", "Virgo", "Libra"]
WORDS = ["cold", "warm", "lantern", "river", "marble", "thistle", "copper"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
PARTIES = ["Labour", "Centre", "Greens", "Liberals", "Union", "Left", "Reform"]

Form = Callable[[int, random.Random], tuple[str, str, float]]


def weather_by_day(n: int, rng: random.Random) -> tuple[str, str, float]:
    high = rng.randint(6, 19)
    return (
        f"Weather in Ostvik on {DAYS[n]}",
        f"Here is the forecast for Ostvik on {DAYS[n]}. Expect {rng.choice(['light rain', 'sunny spells', 'thick cloud'])} in the morning and a high of {high} degrees, with {high - 7} degrees at night. Wind from the {rng.choice(['west', 'north', 'south'])} at {rng.randint(5, 40)} km/h. The chance of rain is {rng.randint(5, 95)} percent. Check back for updates during the day.",
        24 * n,
    )


def weather_by_place(n: int, rng: random.Random) -> tuple[str, str, float]:
    title, text, _ = weather_by_day(0, rng)
    return title.replace("Ostvik", PLACES[n]), text.replace("Ostvik", PLACES[n]), 0.1 * n


def live_log(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"Strait blockade live: day {1455 + n:,}",
        f"This is our running log of the blockade of the strait, day {1455 + n:,}. What we know so far: ships wait on both sides and talks are held in Lindholm. {rng.choice(PEOPLE)} speaks to the assembly at {rng.randint(8, 20)}:15. {rng.randint(10, 90)} ships were counted at dawn. Follow along for all that happens today.",
        24 * n,
    )


def daily_puzzle(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"Word ladder hints and answer for {DAYS[n]}, No {800 + n}",
        f"Word ladder is a daily puzzle in which one word is turned into another. If you are stuck, here are some hints for number {800 + n}. The word has {len(WORDS[n])} letters and no letter twice. Still stuck? The answer to today's word ladder is {WORDS[n].upper()}. Come back tomorrow for the next one.",
        24 * n,
    )


def market_close(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"Ostvik exchange closes {rng.choice(['higher', 'lower', 'little changed'])}",
        f"The main index of the Ostvik exchange ended {DAYS[n]} at {rng.randint(1200, 1500)} points, {rng.uniform(0.1, 2):.1f} percent from the day before. {PLACES[n]} Shipping moved most with {rng.uniform(2, 9):.1f} percent after its results. The yield of the ten-year bond stood at {rng.uniform(2, 4):.2f} percent and the crown cost {rng.uniform(8, 11):.2f} to the dollar.",
        24 * n,
    )


def exchange_rates(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        "Exchange rates of the central bank",
        f"The central bank fixed the following rates: dollar {rng.uniform(8, 11):.4f}, euro {rng.uniform(9, 12):.4f}, pound {rng.uniform(11, 14):.4f}, franc {rng.uniform(9, 12):.4f}, yen {rng.uniform(6, 8):.4f} for a hundred. Rates are for information and are fixed at two in the afternoon.",
        24 * n,
    )


def election_district(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"{PLACES[n]}: {PARTIES[n % 3]} ahead with all votes counted",
        f"In the district of {PLACES[n]} all {rng.randint(20, 90)} polling stations have been counted. {PARTIES[n % 3]} won {rng.uniform(30, 45):.1f} percent of the votes, ahead of {PARTIES[3 + n % 3]} with {rng.uniform(15, 29):.1f} percent. Turnout was {rng.uniform(50, 80):.1f} percent. The seat goes to {PEOPLE[n]}. Results are provisional until the electoral board has met.",
        0.2 * n,
    )


def match_report(n: int, rng: random.Random) -> tuple[str, str, float]:
    home, away = PLACES[n], PLACES[(n + 3) % 10]
    a, b = rng.randint(0, 4), rng.randint(0, 4)
    return (
        f"{home} - {away} {a}:{b}",
        f"{home} and {away} met on matchday {20 + n // 4} of the league. The game ended {a}:{b} before {rng.randint(900, 9000)} spectators. {rng.choice(PEOPLE)} scored in minute {rng.randint(3, 88)}. {home} now has {rng.randint(10, 50)} points, {away} has {rng.randint(10, 50)}. The next matchday begins on Friday.",
        0.1 * n,
    )


def obituary(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"{PEOPLE[n]}, {70 + n}",
        f"{PEOPLE[n]}, {70 + n}, of {PLACES[n]} died peacefully on {rng.choice(DAYS)} surrounded by family. A {TRADES[n]} by trade, {PEOPLE[n].split()[0]} loved the sea and the mountains. Visiting hours are at the parish hall on {rng.choice(DAYS)} from {rng.randint(2, 4)} to {rng.randint(5, 7)} in the afternoon. In place of flowers the family asks for gifts to the lifeboat society.",
        3 * n,
    )


def recall(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"Recall: {PLACES[n]} {THINGS[n]} may overheat",
        f"{PLACES[n]} Goods is recalling its {THINGS[n]} of type {rng.choice('ABC')}{rng.randint(100, 999)} because it may overheat and cause a fire. About {rng.randint(2, 90) * 1000} were sold between 2023 and 2025. Owners should stop using the {THINGS[n]} at once and ask for their money back. No injuries have been reported.",
        6 * n,
    )


def earnings(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"{PLACES[n]} Industries 4th qtr net",
        f"Shr {rng.randint(10, 99)} cts vs {rng.randint(10, 99)} cts. Net {rng.randint(100000, 9999999):,} vs {rng.randint(100000, 9999999):,}. Revs {rng.uniform(5, 99):.1f} mln vs {rng.uniform(5, 99):.1f} mln. Year shr {rng.uniform(1, 5):.2f} dlrs vs {rng.uniform(1, 5):.2f} dlrs.",
        0.3 * n,
    )


def dividend(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"{PLACES[n]} Industries sets payout",
        "Qtly div 15 cts vs 15 cts prior. Pay April 6. Record March 16.",
        0.2 * n,
    )


def horoscope(n: int, rng: random.Random) -> tuple[str, str, float]:
    advice = [
        "keep your purse shut",
        "call an old friend",
        "finish what you began",
        "let others go first",
        "say what you want",
        "sleep on it",
        "look twice",
    ]
    return (
        f"{STARS[n]} horoscope for today",
        f"Your horoscope for today, {STARS[n]}. The moon makes you restless before noon, so {advice[n]}. In love a small surprise waits. Your lucky number is {rng.randint(1, 49)}. Come back tomorrow for your next horoscope.",
        0.05 * n,
    )


def traffic(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"Road {n + 2} closed near {PLACES[n]}",
        f"Road {n + 2} is closed in both directions near {PLACES[n]} after {rng.choice(['a crash', 'a burst pipe', 'a landslide'])}. Drivers should allow {rng.randint(10, 60)} minutes more and follow the signs. Police ask people to avoid the area. The road is to open again by {rng.randint(9, 22)}:00.",
        2 * n,
    )


def advisory(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"CVE-2026-{20000 + 11 * n}: flaw in {WORDS[n].title()} Server",
        f"A flaw was found in {WORDS[n].title()} Server {rng.randint(1, 9)}.{rng.randint(0, 9)}. It has been rated as critical. Affected is the function {rng.choice(['parse', 'read', 'open'])}_{WORDS[-1 - n]} of the file {WORDS[n]}.c. The manipulation leads to a buffer overflow. The attack may be started from remote. An exploit is public.",
        1 * n,
    )


def police_log(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"Police report for {DAYS[n]}",
        f"The police of Ostvik answered {rng.randint(20, 70)} calls on {DAYS[n]}. A {TRADES[n]} lost a bicycle in Harbour Street. A {THINGS[n]} was stolen from a shed. Two drivers had drunk too much. Anyone who saw something is asked to call the station.",
        24 * n,
    )


def price_of_fuel(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        "Petrol prices today",
        f"A litre of petrol costs {rng.uniform(15, 21):.2f} crowns on average today, diesel {rng.uniform(14, 20):.2f} crowns. It is cheapest in {PLACES[n]} at {rng.uniform(13, 15):.2f} crowns and dearest in {PLACES[(n + 4) % 10]}. Prices are collected at ten each morning from {rng.randint(300, 400)} stations.",
        24 * n,
    )


def quake_note(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"Magnitude {rng.uniform(3, 6):.1f} earthquake {rng.randint(5, 90)} km off {PLACES[n]}",
        f"An earthquake of magnitude {rng.uniform(3, 6):.1f} was measured {rng.randint(5, 90)} kilometres off {PLACES[n]} at a depth of {rng.randint(5, 60)} kilometres. There is no danger of a flood wave. The figures may change as more stations report. Did you feel it? Tell the seismological service.",
        5 * n,
    )


def open_tickets(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"What's on in {PLACES[n]} this weekend",
        f"Here is our pick of things to do in {PLACES[n]} this weekend. On Saturday {rng.choice(PEOPLE)} reads in the library from {rng.randint(5, 8)} o'clock. The market on the square has {THINGS[n]}s and old books. On Sunday a guided walk leaves from the station. Entry is free unless we say otherwise.",
        0.5 * n,
    )


def job_opening(n: int, rng: random.Random) -> tuple[str, str, float]:
    return (
        f"{TRADES[n].title()} wanted in {PLACES[n]}",
        f"The district of {PLACES[n]} is looking for a {TRADES[n]} from the first of May, full time and without limit. You bring {rng.randint(2, 9)} years of experience and like to work in a small team. We pay by scale and offer {rng.randint(25, 40)} days of holiday. Send your papers by the end of March.",
        4 * n,
    )


FORMS: tuple[Form, ...] = (
    weather_by_day, weather_by_place, live_log, daily_puzzle, market_close, exchange_rates, election_district,
    match_report, obituary, recall, earnings, dividend, horoscope, traffic, advisory, police_log, price_of_fuel,
    quake_note, open_tickets, job_opening,
)  # fmt: skip
# One agency fills these in and sells them to outlets in each place: the forms of two outlets are the same.
SOLD: tuple[Form, ...] = (
    weather_by_place, election_district, match_report, obituary, recall, earnings, horoscope, traffic, quake_note, job_opening,
)  # fmt: skip


def make(reports: list[dict[str, Any]], seed: int = 0) -> Iterator[Item]:
    """Seven parts of each form by one outlet, three of some by three outlets each, then lists, quotes and shells."""
    for form in FORMS:
        yield from _parts(form, 7, lambda n, name=form.__name__: f"{name}-desk", "", seed)
    for form in SOLD:
        yield from _parts(form, 3, lambda n: f"local-{PLACES[n].lower()}", "sold ", seed, 500)
    for n in range(7):
        rng, chosen = random.Random(f"{n}.{seed}"), reports[4 * (n % 4) : 4 * (n % 4) + 4]
        yield _alone(
            "newsletter",
            n,
            "The day in short",
            " ".join(f"{r['title' if n < 4 else 'retitle']}." for r in chosen),
            40 + 24.0 * n,
        )
        said = " ".join(f"{r['retitle']}: {r['sentences'][n % 3]}" for r in chosen)
        yield _alone("quotes others", n, f"What the papers wrote, {DAYS[n]}", said, 42 + 24.0 * n)
        yield _alone("one word", n, f"{PEOPLE[n]} on the art of the {THINGS[n]}", "Comments", n)
        yield _alone("same title, no body", n, "Morning briefing", "", 24.0 * n)
        title, told = reports[n]["retitle"], f"{reports[n]['title']}. {prose(rng, 60)}"
        yield _alone("another report of it", n, f"{title}, officials say", told, 41.0)


def _parts(
    form: Form, count: int, source: Callable[[int], str], prefix: str, seed: int, later: float = 0
) -> Iterator[Item]:
    kind = prefix + form.__name__.replace("_", " ")
    for n in range(count):
        title, text, hours = form(n, random.Random(f"{kind}{n}.{seed}"))
        yield item(kind, f"{kind}{n}", f"{kind.replace(' ', '-')}-{n}", source(n), hours + later, title, text)


def _alone(kind: str, n: int, title: str, text: str, hours: float) -> Item:
    return item(
        kind,
        f"{kind}{n}",
        f"{kind.replace(' ', '-').replace(',', '')}-{n}",
        f"paper{n % 3}",
        hours,
        title,
        text,
    )
