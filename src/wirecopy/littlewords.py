"""The function words by which `detect` knows a language, written down from grammars and from memory.

A word that several languages share counts the less the more of them have it: 1 / number of languages.
"""

from __future__ import annotations

_LATIN = {
    "en": "the of and to in is for on with that at from by as it was are has have will be an not this who how what new "
    "says he she his they their you your its more about than into i we our were been which would there but after",
    "de": "der die das und ist im mit für von den dem des ein eine einer eines auf zu nicht sich auch wird werden bei "
    "nach über aus wie zum zur gegen sind hat als vor durch oder mehr wenn dass um ich wir sie es noch nur einen",
    "fr": "le la les des et du est en un une pour dans sur par au aux pas qui que plus avec ses son sa ce cette il "
    "elle sont ont nous vous contre après leur mais été comme à où ou ne se d'un d'une qu'il c'est l'on",
    "es": "el la los las y del es en un una para por con que se su sus al más como pero no lo ha son tras sobre entre "
    "este esta desde sin hasta ante fue han muy también cuando ya de le",
    "it": "il lo gli di e che è per una con non sono della del dei delle nel nella al alla dal dalla si come più anche "
    "ha su questo tra ma da le la un i in ed alle degli suo loro quando essere",
    "pt": "o os as e do da dos das em um uma para por com não que se no na nos nas ao à são mais como foi pelo pela seu "
    "sua após sobre de também ou já entre quando muito isso ele ela",
    "nl": "de het een en van is op te dat in voor met niet zijn aan er om ook als bij door naar uit over wordt maar nog "
    "heeft worden tegen meer deze tot wel geen hun ze die dan wat",
    "sv": "och att det som en på är av för med den till inte om har ett från kan de var vid efter nu mot ska jag vi han "
    "i så men hon också när eller man sig",
    "da": "og at det som en på er af for med den til ikke om har et fra kan de var ved efter nu mod skal jeg vi han i så "
    "men hun også når eller man sig blev bliver være hvad",
    "no": "og å det som en på er av for med den til ikke om har et fra kan de var ved etter nå mot skal jeg vi han i så "
    "men hun også når eller man seg ble blir være hva",
    "fi": "ja on ei se että oli mutta kun hän ovat myös kuin tai jos mukaan sekä joka olla hänen tämä ole niin vain vielä "
    "nyt jo voi sitä siitä mitä sen",
    "pl": "i w na z nie się do że jest o to po za od jak przez dla są oraz ale czy które który która tym jego być może "
    "tylko już tak jako przed",
    "cs": "a v na se je že z do s o pro si ve k jsou od po jako ale by jeho které který která také není už byl bylo při "
    "podle být mezi nebo ze",
    "sk": "a v na sa je že z do s o pre si vo k sú od po ako ale by jeho ktoré ktorý ktorá tiež nie už bol bolo pri podľa "
    "byť medzi alebo zo však",
    "sl": "in v na se je da z do s o za si so od po kot ali bi ki tudi ni že bil bilo pri med ter pa ne ga lahko iz",
    "hr": "i u na se je da za od su o s po kao ali bi koji koja koje također nije već bio bilo pri među iz do što te će ne "
    "ili nakon",
    "ro": "și în de la cu pe din care nu este a pentru sunt mai ce prin o un au după că să se fost dar sau ale lui al "
    "această",
    "hu": "a az és hogy nem is egy meg van csak már de ha mint lesz volt azt ez ezt el szerint vagy pedig után között "
    "még kell majd",
    "tr": "ve bir bu da de için ile olarak daha çok en olan gibi ne sonra kadar ama değil var her ya o ki oldu olduğu "
    "etti göre",
    "id": "yang dan di dari untuk dengan pada ini itu tidak dalam akan adalah ke oleh juga saat sebagai telah bisa karena setelah bahwa banyak harus kata hari sudah menjadi "
    "mereka kami ada lebih",
    "ms": "yang dan di dari untuk dengan pada ini itu tidak dalam akan adalah ke oleh juga sebagai telah boleh kerana "
    "mereka kami ada lebih ialah bagi beliau",
    "vi": "và của là có cho không được trong một các người với đã những này đến khi từ về như cũng để tại ra vào",
    "tl": "ang ng sa mga na at ay si ni para hindi ito kung may niya kanyang nang siya mula din rin isang",
    "sw": "na ya wa kwa ni katika za la cha hii kuwa kama yake hiyo pia baada huo hilo wake kutoka ili zaidi",
    "ca": "el la els les i de que en un una per amb és no al dels del com més ha seva ser també són però ja aquest",
    "et": "ja on ei et see oli aga kui ta ka mis või ning oma selle seda nii ainult veel siis olid pärast",
    "lv": "un ir ar no par ka kas to bet arī uz pēc kā tas šo vai nav pie gan bija lai savu tiek",
    "lt": "ir yra kad su iš tai ar bet į kaip apie buvo po tik dėl nuo jo šis bus taip pat už jau jis",
    "eu": "eta da ez bat dira du baina ere izan zuen den dute hau egin dela beste oso horrek egiten",
    "gl": "o os as e do da dos das en un unha para por con non que se no na nos nas ao máis como foi polo pola seu súa "
    "tras sobre de tamén ou xa",
    "is": "og að er í á sem það um við ekki til með en var fyrir hann af ég hún voru hefur eru frá þegar",
    "sq": "dhe të në e i me për që nga se është një ka nuk si më do u ai janë kjo ky por është pas",
}  # fmt: skip
_CYRILLIC = {
    "ru": "и в не на что с по он как это но из у за к от для его так же было только мы все ещё при был были она или если "
    "до после также",
    "uk": "і в не на що з та до як це але за від для його так же було тільки ми всі ще при був були вона або якщо після "
    "також у є про які який",
    "be": "і ў не на што з да як гэта але за ад для яго так жа было толькі мы ўсе яшчэ пры быў былі яна або калі пасля "
    "таксама у пра які",
    "bg": "и в не на че с по той как това но от за да се е са ще при беше или ако след също си бе му до който като има",
    "sr": "и у не на што са по он како ово али из за да се је су ће при био или ако након такође од који која као има нас",
    "mk": "и во не на што со по тој како ова но од за да се е се ќе при беше или ако по исто така кој која има ги беа",
}  # fmt: skip
_ARABIC = {
    "ar": "في من على إلى أن التي الذي عن مع هذا هذه كان بعد ما لا لم بين قد ذلك كل أو ثم كما حيث قال",
    "fa": "در از به که این را با است برای آن یک خود تا بر شد می هم نیز اما یا کرد های شده دارد بود",
    "ur": "کے کی میں کا ہے اور سے کو نے پر یہ کہ ہیں بھی اس نہیں کر تھا جو ہو گیا ایک کیا تھے ان",
}  # fmt: skip
_DEVANAGARI = {
    "hi": "के की में है का और से को ने पर यह कि हैं भी इस नहीं कर था जो हो गया एक किया थे लिए",
    "mr": "आहे आणि या च्या ते हे ही होते मध्ये आहेत की तर पण त्या साठी केली केला नाही एक असे होता",
    "ne": "छ र को मा ले का यो हो छन् पनि गर्ने भएको लागि गरेको थियो एक हुन् भने तथा गर्न",
}  # fmt: skip


def _weigh(lists: dict[str, str]) -> dict[str, dict[str, float]]:
    languages: dict[str, list[str]] = {}
    for language, text in lists.items():
        for word in dict.fromkeys(text.split()):
            languages.setdefault(word, []).append(language)
    return {word: dict.fromkeys(found, 1.0 / len(found)) for word, found in languages.items()}


# For each script: word → language → weight.
LITTLE_WORDS = {
    "Latn": _weigh(_LATIN),
    "Cyrl": _weigh(_CYRILLIC),
    "Arab": _weigh(_ARABIC),
    "Deva": _weigh(_DEVANAGARI),
}
# Letters that a language has and its neighbours have not.
TELLING_LETTERS = {
    "de": frozenset("ß"), "es": frozenset("ñ¿¡"), "pt": frozenset("ãõ"), "da": frozenset("æø"), "no": frozenset("æø"),
    "pl": frozenset("łżźść"), "cs": frozenset("řůě"), "sk": frozenset("ľĺŕô"), "ro": frozenset("șțăşţ"), "hu": frozenset("őű"),
    "tr": frozenset("ğış"), "uk": frozenset("їєґ"), "be": frozenset("ў"), "ru": frozenset("ыэ"), "bg": frozenset("ъ"),
    "sr": frozenset("ђћљњџ"), "mk": frozenset("ѓќѕ"), "is": frozenset("þð"), "lv": frozenset("āēīūķļņ"),
    "lt": frozenset("ėįųū"), "fa": frozenset("پچژگ"), "ur": frozenset("ٹڈڑے"), "hr": frozenset("đ"), "gl": frozenset("ñ"),
}  # fmt: skip
