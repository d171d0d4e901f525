"""Which language a short text is in, as far as the phrase sets need to know."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

OURS = ("en", "de", "fr", "es")

# The commonest little words of each language that no other of the list shares in the same weight.
# English has some that are only spelled like another language's ("van", "son"), so that they decide
# nothing. Languages without phrase sets stand here so that their texts are known to be none of ours.
_STOP = {
    "en": "a i the of and to in is for on with that at from by as it was are has have will be an not this after who "
    "how why what over new says he she his her they their you your its more up out about than into could can him me my us we our was been did do does just no if so them these those van die den son plus sale men dans sur mit",
    "de": "in der die das und ist im mit für von den dem des ein eine einer eines auf zu nicht sich auch wird werden "
    "bei nach über aus wie zum zur gegen will sind hat als vor durch oder wegen mehr soll unter wenn dass um",
    "fr": "le la les des et du est en un une pour dans sur par au aux pas qui que plus avec ses son sa ce cette "
    "il elle sont ont nous vous contre après leur leurs mais été comment entre l d qu",
    "es": "el la los las y del es en un una para por con que se su sus al más como pero no lo ha son tras sobre "
    "entre este esta desde sin contra hasta ante cómo qué ser fue han muy",
    "it": "in il lo gli di e che è per una con non sono della del dei delle nel nella al alla dal dalla si come più "
    "anche ha su questo tra l ecco ma da le",
    "pt": "o os as e do da dos das em um uma para por com não que se no na nos nas ao à são mais como foi pelo pela "
    "seu sua após sobre diz é",
    "nl": "de het een en van is op te dat in voor met niet zijn aan er om ook als bij door naar uit over wordt maar "
    "nog heeft worden tegen meer deze tot wel geen",
    "sv": "och att det som en på är av för med den till inte om har ett från kan de var vid efter nu mot ska",
    "da": "og at det som en på er af for med den til ikke om har et fra kan de var ved efter nu mod skal blev",
    "no": "og å det som en på er av for med den til ikke om har et fra kan de var ved etter nå mot skal ble",
    "pl": "i w na z nie się do że jest o to po za od jak przez dla są oraz ale czy",
    "cs": "a v na se je že z do s o pro si ve k jsou od po jako ale by jeho které",
    "ro": "și în de la cu pe din care nu este a pentru sunt mai ce prin o un au după",
    "hu": "a az és hogy nem is egy meg van csak már de ha mint lesz volt azt",
    "fi": "ja on ei se että oli mutta kun hän ovat myös kuin tai jos mukaan sekä",
    "tr": "ve bir bu da de için ile olarak daha çok en olan gibi ne sonra kadar",
    "id": "yang dan di dari untuk dengan pada ini itu tidak dalam akan adalah ke oleh juga saat",
    "vi": "và của là có cho không được trong một các người với đã những",
    "ca": "el la els les i de que en un una per amb és no al dels com més ha seva ser",
}
# Words of English headlines that have no little word at all: "Ticket seller hacked, customer data stolen".
_HEADLINE = (
    "hacked stolen leaked exposed sued sues fined fines banned bans settles settlement lawsuit judge court ruling law "
    "laws bill act rules rights breach leak leaks hack hacks theft users customers people children kids students "
    "patients police government watchdog regulator lawmakers senator state states city school schools hospital "
    "company companies firm firms tech app apps phone phones browser search engine email emails privacy-focused "
    "tracking surveillance spying spyware encryption encrypted facial recognition face faces camera cameras location "
    "changes change update updates feature features settings policy policies guide tips review best launches announces "
    "adds drops kills ends stops starts plans wants says warns faces offers releases reveals finds shows gets makes "
    "takes keeps lets puts calls urges seeks denies blocks faces fights wins loses buys sells shares collects records "
    "watching watches tracks monitors millions million billion year years day world news report reports study survey "
    "security safety online digital personal private free first big secret hidden explained matters please your own "
    "concerns fears risk risks threat fight battle war case trial claims investigation probe scandal crisis future "
    "workers employees drivers voters citizens consumers americans women men teens parents home car cars health care "
    "medical records files documents photos messages passwords cards identity verification ads advertising cookies"
)
# And of headlines on this very subject in the languages that borrow the word "privacy".
_SUBJECT = {
    "it": "garante dati multa sanzione utenti italia blocca contro sicurezza personali violazione cittadini riservatezza",
    "pt": "dados vazamento usuários multa contra proteção brasil pessoais privacidade sigilo vaza lgpd anpd",
    "nl": "gegevens boete datalek waakhond gebruikers persoonsgegevens onderzoek privacywaakhond klantgegevens toezichthouder",
    "sv": "personuppgifter dataintrång böter integritet läckta uppgifter imy övervakning integritetsskydd",
    "da": "datatilsynet personoplysninger bøde overvågning lækket oplysninger",
    "no": "datatilsynet personopplysninger personvern overvåking lekkasje",
    "pl": "danych dane osobowe osobowych kara uodo prywatności wyciek",
    "ro": "datelor date personale amendă",
    "tr": "kvkk kişisel veri verileri ceza",
}
_WORDS: dict[str, list[str]] = {}
for _code, _list in (*_STOP.items(), *_SUBJECT.items(), ("en", _HEADLINE)):
    for _word in dict.fromkeys(_list.split()):
        # single letters are initials, list marks and left-overs of apostrophes in every language
        alone = len(_word) == 1 and _word.isascii() and (_code, _word) != ("en", "a")
        if not alone and _code not in _WORDS.setdefault(_word, []):
            _WORDS[_word].append(_code)
_LETTERS = {"de": set("äöüß"), "fr": set("çèêëœâùûé"), "es": set("ñ¿¡áíóú")}
_FOREIGN = set("ăâșțşţğıåøæłńśźżčřěůťďňőűãõ")  # in none of the four languages, French â aside
# Parts of names of people and places, which stand in headlines of every language.
_NAMES = {
    "de",
    "la",
    "le",
    "el",
    "los",
    "las",
    "da",
    "di",
    "du",
    "des",
    "del",
    "der",
    "von",
    "van",
    "den",
    "dos",
    "das",
    "san",
}
_LETTERS_READ, _WORDS_READ = 400, 120


def likely_languages(title: Sequence[str], text: Sequence[str]) -> tuple[str, ...]:
    """The languages of our phrases that two lists of words may be in; none when it is another one.

    By script first (anything mostly outside Latin is none), then by the distinct stop words of each
    language. A language other than English needs two of them, or one and a letter of its own:
    headlines are full of names. Without any sign, as in "WhatsApp privacy", it may be each of ours;
    with one foreign word and no English one, each but English, for "privacy" is also Italian and Dutch.
    """
    read = (*title, *text[:_WORDS_READ])
    letters = "".join(read)[:_LETTERS_READ]
    special = {c for c in letters if c.isalpha() and not c.isascii()}
    if not letters or _outside_latin(letters):
        return ()
    found: dict[str, float] = dict.fromkeys(_STOP, 0.0)
    distinct: dict[str, int] = dict.fromkeys(_STOP, 0)
    for word in sorted(set(read)):
        owners = _WORDS.get(word, ())
        for code in owners:
            found[code] += len(owners) ** -0.5
            distinct[code] += 1
    for code, own in _LETTERS.items():
        if special & own and not special & (_FOREIGN - own):
            found[code] += 0.5
            distinct[code] += 1
    # ties go to the earlier of the list: English, then German, French, Spanish
    ranked = sorted(_STOP, key=lambda code: -found[code])
    likely = next((code for code in ranked if distinct[code] >= 2 and found[code] > found["en"]), "en")
    if likely == "en" and not any(word != "a" and _WORDS.get(word) == ["en"] for word in read):
        if special & (_FOREIGN - {"â"}):
            return ()
        foreign = any("en" not in _WORDS.get(word, ["en"]) and word not in _NAMES for word in read)
        return OURS[1:] if foreign else OURS
    return (likely,) if likely in OURS else ()


def _outside_latin(letters: str) -> bool:
    alphabetic = [c for c in letters if c.isalpha()]
    latin = sum(1 for c in alphabetic if c.isascii() or "LATIN" in unicodedata.name(c, ""))
    return latin < 0.7 * len(alphabetic)
