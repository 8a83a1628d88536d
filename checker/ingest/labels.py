"""The words that pages put around an article: buttons, boxes, credits, stamps. `furniture` judges by them.

Each pattern must match a whole paragraph, white space as single spaces, case ignored. They are
kept narrow: what a reporter could write as a sentence is not in here. Every repeat is bounded.
"""

import re

from checker.ingest.lines import word_set


def whole(*alternatives: str) -> re.Pattern[str]:
    """A pattern that matches one of the alternatives and nothing around it but bullets and punctuation."""
    return re.compile(
        r"[\s•·*|>»›→▶#_–—-]{0,8}(?:" + "|".join(alternatives) + r")[\s:.…!|›»→>*_–—-]{0,8}\Z", re.IGNORECASE
    )


NAME = r"[^\W\d_][\w'’.-]{0,30}(?: [^\W\d_][\w'’.-]{0,30}){0,5}"
FEW_WORDS = r"[^.!?]{1,120}"
COUNT = r"\(?\d{1,6}(?:[.,]\d{1,3})?k?\)?"

# --- boxes: what stands below belongs to the site, not to the article ---

RELATED = whole(
    r"related(?: (?:articles?|stories|story|news|posts?|content|topics?|coverage|reading|links?|items?|"
    r"video)s?)?",
    r"(?:more|other|further|additional|latest|top|popular|trending|recommended|similar|suggested|featured|"
    r"recent|breaking)"
    r" (?:related )?(?:articles?|stories|posts?|headlines|reading|news|coverage|content|videos?|"
    r"reads)(?: for you| today| from .{1,60}| (?:on|in) .{1,60})?|more \w{2,20} (?:stories|news)",
    r"more (?:from|on|in|about|by) .{1,60}",
    r"(?:also|see also|next|up next|what to read next|read next|read more|keep reading|further reading|"
    r"read more (?:in|from|on) .{1,40}|also in (?:the )?(?:news|.{2,30})|quick guide|"
    r"must[- ]reads?|editors?['’]?s? picks?|don['’]t miss)",
    r"(?:you (?:may|might) (?:also|be) (?:like|interested in|enjoy)|recommended(?: for you| by .{1,40})?|"
    r"most (?:read|viewed|watched|popular|shared|discussed|commented|recent)(?: (?:in|news|videos?|"
    r"stories).{0,40})?)",
    r"(?:people are (?:also )?reading|readers also liked|from our partners|around the web|from the web|"
    r"promoted stories|trending(?: now)?|in this (?:story|section)|elsewhere on .{1,40}|"
    r"the latest(?: news)?)",
    r"(?:artículos|noticias|notas|contenido) relacionad[oa]s?|más (?:noticias|sobre .{1,50}|leíd[oa]s|"
    r"en .{1,40})|te puede interesar|lo más (?:leído|visto)|le puede interesar|también te puede interesar",
    r"articles? (?:liés|similaires|associés|connexes)|(?:(?:à|a) )?lire (?:aussi|également|ensuite)|"
    r"sur le même (?:sujet|thème)|les plus (?:lus|vus)|dans la même rubrique|nos lecteurs lisent aussi|"
    r"plus d['’]articles",
    r"(?:ähnliche|verwandte|weitere) (?:artikel|themen|beiträge|meldungen|nachrichten)|mehr zum thema|"
    r"das könnte sie auch interessieren|meistgelesen(?:e artikel)?|auch interessant|lesen sie auch|"
    r"mehr aus .{1,40}",
    r"articoli correlati|leggi anche|potrebbe interessarti|i più letti|altri articoli",
    r"(?:artigos|notícias|matérias) relacionad[oa]s|leia (?:também|mais)|mais lidas|veja também",
    r"(?:материалы|новости|статьи|публикации) по теме|(?:читайте|смотрите) (?:также|ещё|еще)|популярное|"
    r"похожие (?:новости|статьи)|другие новости|главное сегодня|самое читаемое",
    r"(?:читайте|дивіться) (?:також|ще)|новини за темою|популярні новини|схожі новини",
    r"(?:lees (?:ook|verder)|gerelateerde artikelen|meest gelezen|meer over .{1,40}|zobacz (?:też|także)|"
    r"czytaj (?:też|także|również)|powiązane artykuły|läs (?:också|mer)|les også|læs også)",
)
COMMENTS = whole(
    rf"(?:{COUNT} )?(?:comments?|replies|responses)(?: ?{COUNT})?(?: section)?",
    r"(?:comments|comentarios|commentaires|kommentare|commenti|comentários|комментарии|коментарі|reacties|"
    r"komentarze|kommentarer)(?:\W{1,4}\d.{0,12}| (?:section|closed|policy|rules|guidelines|on|for|"
    r"to) ?.{0,30})?",
    r"(?:leave|post|add|write) a (?:comment|reply)|join the (?:conversation|discussion|debate)|"
    r"have your say|what do you think\b(?:.{0,60}\b(?:conversation|comments?|below))?.{0,20}|"
    r"conversations? \d{1,5}|share your (?:thoughts|view)s?|view (?:all )?comments|"
    r"show comments|load (?:more )?comments|sort by (?:newest|oldest|best|most liked)|reader comments?",
    r"no comments(?: yet)?(?:\W{0,5}be the first.{0,60})?|be the first to (?:comment|share).{0,60}|(?:log|"
    r"sign) in to (?:comment|reply|join).{0,60}|you must be logged in.{0,80}|comments (?:are|"
    r"have been) (?:closed|disabled|turned off|moderated).{0,80}|"
    r"your email address will not be published.{0,100}|reply|report(?: comment)?|like(?: reply)?|upvote|"
    r"downvote",
    r"(?:dejar?|escribir?|deja) un comentario|laisser un commentaire|kommentar (?:schreiben|verfassen)|"
    r"schreiben sie einen kommentar|lascia un commento|deixe um comentário|оставить комментарий|обсудить|"
    r"залишити коментар",
)
TAGS = whole(
    r"(?:hash)?tags?|topics?|keywords?|filed under|categories|(?:explore )?more on these topics|"
    r"archivado en|etiquetas|temas|mots[- ]clés|sujets|themen|"
    r"schlagwörter|schlagworte|argomenti|теги|темы|мітки|onderwerpen",
    r"(?:(?:hash)?tags?|tagged(?: (?:with|in|as))?|topics?|keywords?|filed under|categor(?:y|ies)|"
    r"posted in|related topics|etiquetas|temas|mots[- ]clés|themen|schlagwörter|argomenti|теги|темы|"
    r"мітки) ?: ?.{1,300}",
    r"(?:#[\w-]{1,50},?\s?){1,30}",
)
SITE_END = whole(
    r"(?:©|\(c\)|copyright)\W.{0,200}|.{0,120}\ball rights reserved\b.{0,120}|"
    r"(?:todos los derechos reservados|tous droits réservés|alle rechte vorbehalten|"
    r"tutti i diritti riservati|todos os direitos reservados|все права защищены|"
    r"усі права захищено).{0,100}",
    r"(?:(?:terms(?: (?:of (?:use|service)|and conditions|& conditions))?|privacy(?: (?:policy|notice|"
    r"settings|center))?|cookie(?:s| policy| settings| preferences)?|contact(?: us)?|about(?: us)?|"
    r"advertise(?: with us)?|careers|jobs|site ?map|help(?: cent(?:er|re))?|faq|accessibility|imprint|"
    r"impressum|datenschutz|agb|aviso legal|mentions légales|rss|archive|corrections|licensing|"
    r"do not sell my personal information|ad choices|newsletters?|subscribe|sign in|log in|register|"
    r"my account|search|home|menu|manage cookies)\W{0,5}){1,12}",
    r"(?:this (?:material|article|story|content) may not be|reproduction (?:of|in) ).{1,200}|"
    r"load more(?: .{1,30})?|show more|see (?:all|more)(?: .{1,40})?|view (?:all|more)(?: .{1,40})?|"
    r"back to (?:top|home(?: ?page)?)|reuse this content|got a tip(?: for us)?\b.{0,120}|"
    r"next (?:article|post|story).{0,150}|previous (?:article|post|"
    r"story).{0,150}|(?:ещё|еще)|mostrar más|voir plus|mehr anzeigen|mehr laden|carica altro",
    r"(?:our standards|related quotes)\W.{1,150}|(?:try|explore) (?:our|the) .{1,60}\b(?:features?|app|"
    r"tools?)\b.{0,60}|explore what .{1,80}|powered by .{1,60}",
)

# --- single lines ---

PROMOTION = whole(
    r"(?:read|learn|see|find out|discover) (?:more|also|next|the full (?:story|article|report|statement|"
    r"interview)|our (?:full )?(?:coverage|report|review|guide|analysis|live blog)|on) ?(?:[:>»|–—-]|"
    r"\bhere\b|\babout\b|\bon\b|\bat\b|\bin\b).{0,200}",
    r"(?:click|tap) (?:here|to) .{1,120}|(?:find|get|read|see) (?:all )?(?:more|the latest|"
    r"our latest) .{1,100} (?:here|app|newsletter|inbox)|.{0,60}\bdownload (?:the|"
    r"our) .{0,40}\bapp\b.{0,80}",
    r"(?:sign up|subscribe|register|join)\b.{0,120}\b(?:newsletter|newsletters|inbox|updates|alerts|"
    r"briefing|email|e-mail|channel|whatsapp|telegram|free|today|now|here|membership|members)\b.{0,120}",
    r"(?:get|receive) .{1,120}\b(?:inbox|newsletter|delivered|by email|to your phone|"
    r"push notifications)\b.{0,120}",
    r"(?:follow|like|find|join) (?:us|@?\w{1,30}) on .{1,120}|(?:follow|join) .{1,60} on (?:whatsapp|"
    r"telegram|facebook|twitter|x|instagram|google news|youtube|tiktok|threads|bluesky).{0,60}",
    r"(?:suscríbete|suscríbase|abonnez-vous|inscrivez-vous|abonnieren sie|iscriviti|assine|inscreva-se|"
    r"подписывайтесь|подпишитесь|підписуйтесь|підпишіться)\b.{0,160}",
    r"(?:support|donate to) (?:our|independent|us|the) .{0,120}\b(?:journalism|newsroom|today|reporting|"
    r"work)\b.{0,60}|already a (?:subscriber|member)\b.{0,60}|(?:this article is|continue reading) (?:for|"
    r"with) .{0,60}\b(?:subscribers?|subscription|account|free trial)\b.{0,60}|"
    r"start your free trial.{0,60}|subscribe (?:now|today|to .{1,80})?|continue reading|sign in to .{1,60}|"
    r".{0,80}\b(?:réservée?s? (?:aux|à nos) abonnés|nur für abonnenten|solo para suscriptores)\b.{0,40}|"
    r"to continue reading.{0,100}|you have \d{1,2} (?:free )?articles? .{0,60}",
)
# A label, a colon and a headline: furniture between paragraphs, but at the top it can be the headline.
TEASER = whole(
    r"(?:read|read more|more|related video|also|also read|read also|see also|see more|"
    r"related(?: (?:article|story|"
    r"stories|articles|coverage))?|watch(?: (?:more|now|live|here|also|video|the video))?|"
    r"listen(?: (?:now|here|to more))?|don['’]t miss|must read|recommended|opinion|go deeper|"
    r"further reading|keep reading|up next|next up|explainer|in pictures|in pics|gallery|photos|video|"
    r"podcast|quiz|live|sign up|subscribe|join|follow|download|more on this|more on this story|"
    r"more on .{1,40}|editor['’]s pick|explore more|catch up|why it matters to you) ?[:>»|] ?.{1,200}",
    r"(?:lea|lee|leer|lea también|lee también|leer más|lea más|ver también|vea también|más información|"
    r"te recomendamos|además|mira también|mirá también) ?[:>»|] ?.{1,200}",
    r"(?:à lire(?: aussi| également)?|lire(?: aussi| également| la suite)?|voir aussi|sur le même sujet|"
    r"écouter) ?[:>»|] ?.{1,200}",
    r"(?:lesen sie(?: auch| mehr| hier)?|mehr(?: dazu| zum thema| lesen)?|siehe auch|auch interessant|"
    r"weiterlesen|zum thema|passend dazu|hintergrund) ?[:>»|] ?.{1,200}",
    r"(?:leggi(?: anche| di più)?|vedi anche|guarda anche|leia(?: também| mais)?|veja(?: também| mais)?|"
    r"saiba mais) ?[:>»|] ?.{1,200}",
    r"(?:читайте(?: также| також| ещё| еще)?|смотрите(?: также)?|подробнее|по теме|дивіться(?: також)?|"
    r"докладніше|lees ook|zobacz (?:też|także)|czytaj (?:też|także|więcej)|läs (?:också|mer)|les også|"
    r"læs også) ?[:>»|] ?.{1,200}",
)
ADVERTISEMENT = whole(
    r"(?:advert|ad|ads|advertisement|advertisements|advertising|sponsored|sponsored content|paid content|"
    r"promoted|promoted content|partner content|paid post|anzeige|werbung|publicidad|publicité|pubblicità|"
    r"publicidade|реклама|advertentie|reklama|annons|annonce|scroll to continue|skip advertisement|"
    r"remove ads?|advertisement\W{1,4}(?:scroll to continue|continue reading below))",
    r"(?:story|article|content|video) continues (?:below|after)(?: (?:this|the))?(?: (?:ad|advert|"
    r"advertisement|advertising|video|newsletter promotion))?|after (?:newsletter promotion|the ad|"
    r"this ad)|skip past newsletter promotion|(?:artikel|text) (?:geht )?(?:wird )?(?:nach|"
    r"unter) der (?:anzeige|werbung) (?:weiter|fortgesetzt)|continua dopo la pubblicità|"
    r"la suite après cette publicité|sigue leyendo|continúa (?:leyendo|después de la publicidad)|"
    r"продолжение после рекламы",
)
SHARE_WORDS = word_set(
    "share tweet post pin it facebook fb twitter x x.com whatsapp linkedin reddit telegram flipboard "
    "pinterest pocket threads bluesky mastodon instagram youtube tiktok viber messenger vk ok.ru "
    "weibo line xing tumblr email e-mail mail sms print save bookmark copy copied link url gift "
    "listen play pause mute unmute comment comments like likes favorite favourite follow subscribe "
    "rss more close open toggle menu icon button logo this article story via on to and or feedback "
    "comenta compartir comparte partager teilen drucken merken condividi compartilhar compartilhe "
    "поделиться поділитися поширити delen udostępnij dela del guardar imprimir imprimer stampa "
    "enregistrer copiar enlace copier le lien copiado "
)
# The longest first and none given back, also glued together ("FacebookTwitter"): one way to read a line.
SHARE_WORD = "(?>" + "|".join(map(re.escape, sorted(SHARE_WORDS, key=lambda word: (-len(word), word)))) + ")"
SHARE = whole(
    rf"(?:{SHARE_WORD}[\s,|/·•:+&-]{{0,4}}+(?:{COUNT}[\s,|/·•:+&-]{{0,4}}+)?+){{1,14}}+",
    r"share (?:this|the|full) (?:article|story|page|post|news|video|link|on)\b.{0,40}|"
    r"(?:gift|gifted?) (?:unlocked |this )?article|this is a gifted? article\b.{0,80}|read \d{1,5} comments|"
    r"(?:enjoy(?:ed)?|like) (?:this|what you read)\b.{0,60}|video (?:unavailable|loading)|"
    r"(?:the|this) video (?:will start in|can(?:not| not) be played)\b.{0,60}|to play this video\b.{0,80}|"
    r"share (?:on|via|with) \w{1,20}(?: \w{1,12}){0,2}|share options|sharing options|"
    r"copy (?:the )?link(?: to .{1,40})?|(?:\d{1,6}(?:\.\d)?k? )?shares?(?: \d{1,6})?|"
    r"send this by .{1,50}|this is an external link.{0,100}|these are external links.{0,100}|"
    r"close (?:share )?panel|share page|about sharing",
    r"(?:listen to|hear|play) (?:this )?(?:the )?(?:article|story|audio|episode)\b.{0,60}|"
    r"\d{1,2}[:.]\d{2}(?: ?/ ?\d{1,2}[:.]\d{2})?|(?:play|watch) (?:the )?video\b.{0,60}|audio by .{1,40}|"
    r"this audio is .{1,60}|video player is loading|loading(?: the player)?|current time \d.{0,40}|"
    r"duration:? \d.{0,20}",
    r"(?:est(?:imated)?\.? )?(?:read(?:ing)? time|lesezeit|temps de lecture|tiempo de lectura|"
    r"tempo di lettura|время чтения)\W{0,3}\d{1,3}.{0,20}|\(?\d{1,3} ?min(?:ute)?s?\.?\)?|"
    r"\d{1,3}[ -]?(?:min(?:ute)?s?|minutos|minuti|"
    r"minuten|мин\w{0,4})\.? (?:read|de lectura|di lettura|de lecture|lesezeit|чтения)|lesedauer.{1,20}|"
    r"text ?size|font ?size|a ?a|a[+-]|[+-]|\W{1,10}",
    r"(?:\d{1,6}|\d{1,3}(?:[.,]\d{1,3})?[km]) (?:views?|reads?|likes?|reactions?|followers?|"
    r"просмотр\w{0,4}|visitas|"
    r"vues)(?: .{1,20})?|\d{1,5}|views?:? ?\d{1,7}|(?:make us|"
    r"add .{1,40} as) (?:your )?(?:a )?preferred .{1,60}|"
    r"add as a preferred source.{0,40}|google news",
)
COOKIES = whole(
    r"(?:we|this (?:web ?)?site|our (?:web ?)?site|our partners and we|"
    r"we and our (?:\d{1,4} )?partners)\b.{0,80}\bcookies?\b.{0,400}|.{0,120}\b(?:accept|reject|allow|"
    r"manage|decline) (?:all )?cookies\b.{0,120}|by (?:continuing|clicking|using) .{0,120}\b(?:cookies?|"
    r"privacy policy|terms)\b.{0,200}",
    r"(?:accept|reject|allow)(?: all)?|(?:manage|cookie|privacy) (?:preferences|settings|options|choices)|"
    r"i agree|got it|no,? thanks|(?:agree|disagree) and close|more (?:choices|options)|aceptar y continuar|"
    r"your privacy(?: matters(?: to us)?| is important to us)?|we (?:value|respect|"
    r"care about) your privacy",
    r"(?:with your (?:agreement|consent|"
    r"permission),? )?we and our (?:[\d,.]{1,6} )?(?:\w{1,20} )?partners\b.{0,400}|"
    r"(?:nosotros y nuestros|nous et nos|wir und unsere|noi e i nostri)\b.{0,60}\b(?:socios|"
    r"partenaires|partner)\b.{0,400}|"
    r"an dieser stelle (?:befindet sich|finden sie) (?:ein )?externer? inhalt.{0,300}|"
    r"ich bin damit einverstanden, dass mir externe inhalte.{0,300}|externer inhalt|"
    r"(?:utilizamos|usamos|este sitio (?:web )?(?:utiliza|usa)|nous utilisons|ce site utilise|"
    r"wir verwenden|diese (?:web)?seite (?:verwendet|nutzt)|questo sito (?:utilizza|usa)|utilizziamo|"
    r"сайт использует|мы используем|ми використовуємо)\b.{0,80}\bcookies?\b.{0,400}|aceptar(?: todas?)?|"
    r"tout accepter|alle akzeptieren|accetta tutti|принять",
    r".{0,80}\b(?:enable|turn on|requires?) javascript\b.{0,120}|please (?:enable|disable) .{1,40}|"
    r".{0,40}\bad ?blocker\b.{0,120}|your browser (?:does not|is) .{1,100}|(?:skip|"
    r"jump) to (?:main )?(?:content|"
    r"navigation).{0,40}|ir al contenido|aller au contenu|zum inhalt(?: springen)?|vai al contenuto|"
    r"ir para o conteúdo",
)
REPORTING_CREDIT = whole(
    r"\(?(?:additional )?(?:reporting|writing|written|words|edited|editing|compiled|translated|"
    r"translation|produced|graphics?|video|research) (?:and (?:reporting|writing|"
    r"editing) )?(?:contributed )?by .{2,300}",
    r".{2,200} contributed (?:to|reporting (?:to|for)) (?:this|the) (?:report|article|story|piece)(?:\.|"
    r"\s).{0,100}|.{2,100} contributed reporting(?: from .{1,80})?|with (?:files|reporting|material|"
    r"additional reporting|inputs|agency inputs) from .{1,120}|\(with (?:inputs|agencies|files|"
    r"reporting)\b.{0,100}\)|with (?:agencies|wires|afp|ap|reuters)|\(?(?:ap|afp|reuters|dpa|efe|ansa|"
    r"tass|pti|ians|bloomberg|agencies|wires|own staff)(?:[/, ]{1,2}(?:ap|afp|reuters|dpa|efe|ansa|tass|"
    r"pti|ians|bloomberg|agencies|wires)){0,3}\)?",
    r"appeared in the .{1,60} print edition.{0,200}|a version of this (?:article|story) (?:appears|"
    r"appeared|was|first) .{1,300}|(?:this (?:article|"
    r"story|piece|report|column) (?:was|is|has been|originally|"
    r"first) ).{0,60}\b(?:published|appeared|republished|produced|translated|syndicated|edited)\b.{0,200}|"
    r"(?:originally|first) published (?:in|on|by|at) .{1,120}|the views expressed .{1,300}|"
    r"the opinions expressed .{1,300}|(?:mit material|con información|avec|con agenzie|по материалам|"
    r"за матеріалами)\b.{1,100}",
)
PAGE_LINE = whole(
    r"(?:https?://|www\.)\S{3,300}|[\w-]{1,60}(?:\.[\w-]{2,20}){1,3}/\S{1,200}|(?:page|seite|página|"
    r"стр\.?) \d{1,3}(?: ?(?:of|/|von|de|из) ?\d{1,3})?|"
    r"\d{1,3} ?(?:of|/) ?\d{1,3}",
    r"(?:printed|retrieved|accessed|archived) (?:from|on|at) .{3,150}|view (?:this (?:email|message|"
    r"newsletter) )?in (?:your |a )?browser.{0,60}",
    r"was this (?:email|newsletter|message) forwarded to you.{0,80}|unsubscribe.{0,60}|you(?:['’]re|"
    r" are) receiving this .{1,160}|"
    r"(?:manage|update) your (?:email )?(?:preferences|subscription|settings).{0,60}|no images\? .{1,40}",
)
END_MARK = whole(r"[♦◆■●▪◼□◊∎❖]{1,3}|ends?|-?30-?|\*{3}|# ?# ?#|fin|ende|(?:\* ?){3,7}|[-_=~]{3,100}")

# --- times, names, credits ---

UNIT = (
    r"(?:s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?|months?|mo|years?|yr)"
)
RELATIVE_STAMP = re.compile(
    rf"[\s•·*|-]{{0,6}}(?:(?:posted|published|updated|last updated|modified)\W{{0,3}})?(?:(?:an?|"
    rf"\d{{1,3}}) ?{UNIT}\.? ago|just now|yesterday|today|"
    r"hace (?:una?|\d{1,3}) (?:minutos?|horas?|días?|semanas?|mes(?:es)?)|il y a (?:une?|"
    r"\d{1,3}) (?:minutes?|heures?|jours?|semaines?|mois|h|min)|"
    r"vor (?:einem|einer|\d{1,3}) (?:minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?)|\d{1,3} (?:ore|"
    r"ora|minuti|giorni|giorno) fa|há (?:uma?|\d{1,3}) (?:minutos?|horas?|dias?|semanas?)|"
    r"\d{1,3} (?:минут\w?|час(?:а|ов)?|дн(?:я|ей)|день|недел[июь]) назад|\d{1,3} (?:хвилин\w?|годин\w?|"
    r"дн(?:і|ів)|день) тому)[\s•·*|.-]{0,6}\Z",
    re.IGNORECASE,
)
STAMP_LABEL = whole(
    r"(?:first |last |originally )?(?:published|updated|posted|created|modified|issued|edited|date|time|"
    r"as of)(?: (?:on|at))?",
    r"(?:publicado|actualizado|última actualización|publié(?: le)?|mis à jour(?: le)?|modifié(?: le)?|"
    r"veröffentlicht|aktualisiert|stand|erstellt|pubblicato|aggiornato|atualizado(?: em)?|"
    r"publicado(?: em)?|опубликовано|обновлено|оновлено|опубліковано|дата публикации|gepubliceerd|"
    r"opublikowano|aktualizacja)(?: (?:el|le|am|il|em|a las|à|um))?",
)
STAMP_START = re.compile(
    r"(?:first |last |originally )?(?:published|updated|posted|created|modified|issued|date|publicado|"
    r"actualizado|última actualización|publié|mis à jour|modifié|veröffentlicht|aktualisiert|stand|"
    r"erstellt|pubblicato|aggiornato|atualizado|опубликовано|обновлено|оновлено|опубліковано|"
    r"дата публикации)\b",
    re.IGNORECASE,
)
DAYS = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|lunes|martes|miércoles|"
    r"jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunedì|martedì|mercoledì|giovedì|"
    r"venerdì|sabato|domenica|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|понеділок|"
    r"вівторок|середа|п['’]ятниця|субота|неділя)"
)
BYLINE = re.compile(
    r"(?:by|words by|story by|interview by|interview|photos by|words|text|text by|written by|reported by|"
    r"author|"
    r"reporter|por|par|von|di|da|автор|"
    r"автори?|door|av|af)\s?:?\s(?P<names>.{3,120})\Z",
    re.IGNORECASE,
)
AGENCIES = (
    r"(?:AP|AFP|EFE|EPA|EPA-EFE|DPA|dpa|ANSA|TASS|PTI|PA|UPI|ANP|TT|NTB|Ritzau|CTK|PAP|Belga|Keystone|"
    r"Xinhua|Kyodo|Anadolu|Ukrinform|UNIAN|Interfax|RIA Novosti|Sputnik|Reuters|REUTERS|Bloomberg|Getty|"
    r"Getty Images|GETTY IMAGES|"
    r"AP Photo|AP Images|Associated Press|Agence France-Presse|Press Association|PA Wire|PA Media|"
    r"PA Images|EPA/Shutterstock|Shutterstock|Alamy|Alamy Stock Photo|iStock|Rex|REX|Zuma|ZUMA Press|"
    r"NurPhoto|Europa Press|"
    r"IMAGO|imago|picture alliance|Magnum|AFP via Getty Images|Corbis|Unsplash|Pexels|Wikimedia Commons|"
    r"Flickr|CC BY(?:-SA)?(?: \d\.\d)?|Handout|handout|file photo|File photo|courtesy photo)"
)
CREDIT_ONLY = re.compile(
    rf"[\s(\[©|–—-]{{0,4}}(?:(?:(?i:photo|photos|photograph|photography|picture|pictures|image|images|"
    r"image source|image credit|photo credit|picture credit|credit|credits|illustration|graphic|composite|"
    r"foto|fotos|fotografía|imagen|photo by|bild|bilder|crédit|crédits|crédit photo|cortesía|quelle|fonte|"
    rf"источник фото|фото|ілюстрація|иллюстрация|photo illustration by)\s?[:/|©-]\s?.{{2,120}})"
    r"|(?:(?i:photo|photograph|photography|image|picture|illustration|graphic|video)s? (?i:by|courtesy of|"
    rf"via|credit)\s.{{2,100}})|(?:{NAME}\s?[/|,–—-]\s?)?{AGENCIES}(?:\s?[/|,]\s?{AGENCIES}){{0,3}}|"
    rf"{AGENCIES}\s?[/|]\s?{NAME})[\s)\].|]{{0,4}}\Z"
)
CAPTION_CREDIT = re.compile(
    # words and then their credit: "... in Norland. Photo: A. Name/AFP", "... in Norland.AP", "[A. Name/AFP]"
    r"(?:[.!?…\"”’»]\s?|\s[–—|-]\s|\s?[(\[©|]\s?|\s(?=(?:Photo|Photograph|Foto|Image|Picture|Credit|Bild|"
    r"Фото)\s?[:/]))"
    r"(?:(?i:photo|photograph|photography|picture|image|foto|bild|фото|credit|illustration|"
    rf"source)s?(?:(?i: by| credit:?| courtesy of)\s|\s?[:/]\s?|\.{{3}}\s?)(?:[^.!?]|"
    rf"(?<=\W[^\W\d_])\.){{3,80}}|"
    rf"[A-Z][\w.&' ]{{1,30}}: [A-Z][\w.'-]{{1,20}}(?: [A-Z][\w.'-]{{1,20}}){{1,3}}(?=\))|"
    rf"(?:{NAME}\s?[/|"
    rf"]\s?){{0,2}}{AGENCIES}(?:\s?[/|,]\s?(?:{AGENCIES}|{NAME})){{0,3}})[)\]\s.|]{{0,3}}\Z"
)
CAPTION_START = re.compile(
    r"(?:FILE(?: PHOTO)?\s?[:–—-]|File photo\s?[:–—-]|(?:Photo|Image|Picture|Caption|Foto|Imagen|"
    r"Légende|Bildunterschrift|Фото)\s?(?:\d{1,3}(?: of \d{1,3})?)?\s?[:|]\s|(?:Image|Photo) caption\b|"
    r"\(From (?:L|left)|media caption)",
)
OUTLET_WORDS = re.compile(
    r"\b(?:Post|Times|News|Journal|Herald|Tribune|Guardian|Observer|Gazette|Daily|Weekly|Press|Agency|"
    r"Mirror|Chronicle|Standard|Mail|Telegraph|Independent|Examiner|Courier|Inquirer|Globe|Register|"
    r"Sentinel|Star|Sun|Express|Echo|"
    r"Dispatch|Record|Review|Monitor|Bulletin|Argus|Advertiser|Messenger|Ledger|Evening|Morning|Today|"
    r"Wire|Broadcasting|Radio|Television|TV|Economist|Bloomberg|Reuters|Jazeera|Arabiya|AFP|BBC|CNN|NBC|"
    r"CBS|ABC|NPR|MSNBC|Sky|ITV|DW|RFI|RT|TASS|EFE|ANSA|"
    r"Politico|Axios|Newsweek|Atlantic|Forbes|Fortune|Spectator|Statesman|Zeitung|Spiegel|Zeit|Welt|"
    r"Tageblatt|Tagesspiegel|Anzeiger|\w{0,20}kurier|Kurier|Rundschau|Allgemeine|\w{2,20}zeitung|"
    r"\w{2,20}blatt|Monde|Figaro|Libération|Parisien|Croix|"
    r"Echos|Soir|Temps|Mundo|País|Razón|Vanguardia|Periódico|Diario|Nación|Clarín|"
    r"Corriere|Repubblica|Stampa|Messaggero|Giornale|Gazzetta|Folha|Globo|Público|Jornal|Правда|Известия|"
    r"Коммерсант|Газета|Новости|Медуза|Ведомости|Новини|Pravda|Izvestia|Kommersant|Gazeta|Interfax|Meduza|"
    r"Ukrinform|Haaretz|Hürriyet|Dagblad|Telegraaf|Volkskrant|Aftenposten|Correo|Heraldo|Quotidien|"
    r"Courrier|Dépêche|Politiken|Nyheter|Dagbladet|"
    r"Tidende|Sanomat|Xinhua|Mainichi|Asahi|Yomiuri|Nikkei)\b"
)
PRESS_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|columnist|staff writer|senior writer|contributor|"
    r"contributing writer|freelance(?:r)?|journalist|bureau chief|commentator|critic|leader writer|"
    r"producer|"
    r"редактор|корреспондент|обозреватель|журналист|redactor|redactora|corresponsal|columnista|periodista|"
    r"journaliste|rédacteur|rédactrice|correspondant|correspondante|chroniqueur|redakteur|redakteurin|"
    r"korrespondent|korrespondentin|journalistin|giornalista|inviato|corrispondente|jornalista|repórter|"
    r"colunista)s?\b",
    re.IGNORECASE,
)
SECTION = whole(
    r"(?:home|startseite|главная|головна|inicio|accueil|início|news|world|world news|international|global|"
    r"europe|asia|africa|americas|latin america|"
    r"middle east|us|u\.s\.|usa|us news|uk|uk news|national|local|politics|business|economy|markets|"
    r"finance|money|tech|technology|science|health|environment|climate|sport|sports|culture|arts|"
    r"entertainment|lifestyle|opinion|comment|commentary|analysis|editorial|feature|features|exclusive|"
    r"breaking|breaking news|live|live updates|latest|top stories|explainer|explained|fact check|"
    r"investigation|interview|video|war|war in .{1,30}|in depth|in-depth|long read|the big story|"
    r"newsletter|print subscriptions|e-?paper|abo|abo testen|anmelden|menü|menú|menu|buscar|suche|recherche|"
    r"tv|travel|showbiz|royals|sucesos|watch live|live tv|international edition|"
    r"noticias|mundo|internacional|política|economía|opinión|deportes|cultura|sociedad|españa|actualidad|"
    r"última hora|monde|france|politique|économie|société|culture|idées|à la une|actualités|direct|"
    r"politik|wirtschaft|ausland|inland|panorama|kultur|gesellschaft|meinung|nachrichten|mondo|politica|"
    r"economia|cronaca|esteri|notizie|новости|мир|политика|экономика|общество|в мире|украина|россия|"
    r"новини|світ|політика|економіка|суспільство)"
    r"(?:\s?+[|/>›»,&·-]\s?+[^|/>›»,&·-]{1,40}+){0,5}+",
)
