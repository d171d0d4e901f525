"""Which language a short text is in, as far as the phrase sets need to know."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

# The commonest little words of each language that no other of the list shares in the same weight.
# Languages without phrase sets stand here so that their texts are known to be none of ours.
_STOP = {
    "en": "the of and to in is for on with that at from by as it was are has have will be an not this after who "
    "how why what over new says he she his her they their you your its more up out about than into could can",
    "de": "der die das und ist im mit für von den dem des ein eine einer eines auf zu nicht sich auch wird werden "
    "bei nach über aus wie zum zur gegen will sind hat als vor durch oder wegen mehr soll unter wenn dass um",
    "fr": "le la les des et du est en un une pour dans sur par au aux pas qui que plus avec ses son sa ce cette "
    "il elle sont ont nous vous contre après leur leurs mais été comment entre l d qu",
    "es": "el la los las y del es en un una para por con que se su sus al más como pero no lo ha son tras sobre "
    "entre este esta desde sin contra hasta ante cómo qué ser fue han muy",
    "it": "il lo gli di e che è per una con non sono della del dei delle nel nella al alla ai dal dalla si come più "
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
_WORDS: dict[str, list[str]] = {}
for _code, _list in _STOP.items():
    for _word in _list.split():
        _WORDS.setdefault(_word, []).append(_code)
_LETTERS = {"de": "äöüß", "fr": "çèêëœâùûî", "es": "ñ¿¡"}
_NOT_OURS = set("ăâșțşţğıåøæłńśźżčřěůťďňőűãõ")
_ENOUGH = 400  # characters of letters that are looked at for their script


def guess_language(title: Sequence[str], text: Sequence[str]) -> str:
    """The BCP 47 code of the likeliest language of two lists of words; "" when it is none we know.

    By script first (anything mostly outside Latin is ""), then by counts of stop words, the title's
    counting double, then by letters. Latin text without any sign is taken for English, in which
    headlines most often have no little words at all.
    """
    letters = [c for word in (*title, *text[:120]) for c in word if c.isalpha()][:_ENOUGH]
    if not letters:
        return ""
    latin = sum(1 for c in letters if c.isascii() or "LATIN" in unicodedata.name(c, ""))
    if latin < 0.7 * len(letters):
        return ""
    counts = dict.fromkeys(_STOP, 0.0)
    for field, weight in ((title, 2.0), (text[:120], 1.0)):
        for word in field:
            owners = _WORDS.get(word, ())
            for code in owners:
                counts[code] += weight / len(owners) ** 0.5
    special = {c for c in letters if not c.isascii()}
    for code, signs in _LETTERS.items():
        counts[code] += 0.8 * sum(1 for c in special if c in signs)
    if special & _NOT_OURS:
        counts["en"] -= 1
    best = max(counts.values())
    if best <= 0:
        return "" if special & _NOT_OURS else "en"
    # ties go to the earlier of the list: English, then German, French, Spanish
    return next(code for code, count in counts.items() if count == best)
