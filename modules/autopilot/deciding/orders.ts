/**
 * Words that are meant for a machine and not for a person: in what customers write, and in what was planted among the
 * things that are written down. Whatever a model would make of them, nothing is answered on their strength.
 */

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[’`´]/g, "'")
    .toLowerCase();

const machine =
  "(?:an? |the |den |die |das |dem |der |einen? |il |lo |la |un |una |le |el |o )?(?:l')?(?:ai|ki|ia|llm|ai[ -]assistant|ki[ -]assistent\\p{L}*|assistant\\p{L}*|assistent\\p{L}*|assistente|asistente|chat ?bots?|bots?|language model|sprachmodell|modello|modell|model|modele|modelo|machine|automat\\p{L}*|agent\\p{L}*|system|sistema)";
const rules =
  '(?:instruction|rule|prompt|guideline|direction|restriction|polic|filter|anweisung|vorgabe|regel|anleitung|richtlinie|einschrankung|istruzion|regol|indicazion|direttiv|consigne|regle|instruccion|regla|instruc|regra)\\p{L}*';
const dropped =
  '(?:ignor\\p{L}*|disregard\\p{L}*|forget|overrid\\p{L}*|bypass|skip|vergiss|vergessen|missacht\\p{L}*|ubergeh\\p{L}*|uberspring\\p{L}*|dimentica\\p{L}*|trascura\\p{L}*|annulla|oublie\\p{L}*|olvid\\p{L}*|esquec\\p{L}*)';
const former =
  '(?:previous|prior|earlier|above|so far|bisherig|vorherig|obig|alle[sn]? davor|precedent|anterior)';

/** To lay down its rules, to be somebody else, to show what it was told, to use a tool. */
const orders: readonly RegExp[] = [
  `\\b${dropped}\\b.{0,50}(?:\\b${rules}|\\b${former})`,
  `\\b(?:you are|you're|act as|pretend (?:to be|you)|behave as|roleplay|switch (?:in)?to|enter|from now on|du bist|sie sind|tu so|verhalte dich|spiel\\p{L}* die rolle|ab (?:jetzt|sofort)|sei |siete |agisci|fingi|comportati|fai finta|da ora|d'ora in poi|tu es|agis|fais comme|eres|actua como|finge|voce e|aja como)\\b.{0,40}\\b(?:${machine}|admin\\p{L}*|developer|entwickler|sviluppator\\p{L}*|manager|root|owner|inhaber|titolare|supervisor|jailbreak\\p{L}*|unrestricted|unfiltered|ohne (?:regeln|einschrankung\\p{L}*|filter)|senza (?:regole|limiti|filtri|restrizion\\p{L}*)|without (?:rules|limits|filters|restrictions)|mode|modus|modalita)`,
  `\\b(?:new|neue[nr]?|nuov[aeio]|nouvelles?|nuevas?|novas?) ${rules}`,
  `\\b(?:system|developer|admin\\p{L}*|root|maintenance|debug|wartungs|entwickler|test)[ -]?(?:prompt|message|nachricht|meldung|note|notice|override|mode|modus|instruction\\p{L}*|anweisung\\p{L}*|hinweis|update|command|befehl)\\b`,
  `\\b(?:messaggio|nota|prompt|istruzion[ei]|modalita|comando|aggiornamento) (?:di|del|de|da) (?:sistema|sviluppator\\p{L}*|amministrator\\p{L}*|manutenzione|debug)`,
  `\\b(?:show|print|reveal|repeat|display|output|list|give|tell|quote|zeig\\p{L}*|nenn\\p{L}*|wiederhol\\p{L}*|verrat\\p{L}*|gib|schreib\\p{L}*|mostra\\p{L}*|ripeti\\p{L}*|rivela\\p{L}*|stampa|elenca|scrivi|dimmi|copia|montre|affiche|muestra|repite|repita)\\b.{0,60}\\b(?:your|dein\\p{L}*|deine|ihre|tu[aeo]i?|le tue|vostr\\p{L}*|tes|tus|seu|suas?|system|initial|hidden|secret|internal|intern\\p{L}*|geheim\\p{L}*|nascost\\p{L}*|segret\\p{L}*|versteckt\\p{L}*)\\b.{0,25}(?:\\b${rules}|\\b(?:api|keys?|schlussel|chiav\\p{L}*|passw\\p{L}*|credential\\p{L}*|zugangsdaten|credenzial\\p{L}*|note|notes|notiz\\p{L}*|configur\\p{L}*|konfig\\p{L}*|token))`,
  `\\b(?:note|message|attention|instruction|hint|reminder|hinweis|nachricht|anmerkung|achtung|nota|avviso|messaggio|istruzion[ei]|attenzione|remarque|aviso)s? (?:to|for|an|fur|per|a|all'|al|pour|para) ?(?:all )?${machine}\\b`,
  `^\\s*[#*>\\-[({<]*\\s*(?:system|developer|assistant|tool|function|user|admin\\p{L}*|sistema|assistente|assistent)\\s*[\\])}>*]*\\s*[:=>]`,
  `\\b(?:tool|function|funktion|strumento|funzione|werkzeug)[ _-]?(?:call|result|output|response|ergebnis|aufruf|risultato|risposta|chiamata)\\b`,
  `\\b(?:call|use|run|execute|invoke|trigger|nutze|verwende|ruf\\p{L}*|fuhre|starte|usa|chiama|esegui|lancia|attiva)\\b.{0,30}(?:\\b[a-z]+_[a-z_]+\\b|\\b(?:tool|function|werkzeug|funktion|strumento|funzione)\\b)`,
  `\\b[a-z]+_[a-z_]+ ?\\(`,
  `<\\|?/?\\s*(?:system|im_start|im_end|instruction\\p{L}*|assistant|prompt|inst|sources?|context|question|user)\\b|\\[/?inst\\]|<<<|>>>|"(?:role|tool|function|tool_calls|name|arguments)"\\s*:`,
  `(?:^|\\s)[a-z0-9+/]{48,}={0,2}(?:\\s|$)`,
].map((pattern) => new RegExp(pattern, 'mu'));

/** Of a text that is there for customers: nobody tells them what to tell customers. */
const asides: readonly RegExp[] = [
  `\\b(?:tell|inform|answer|reply|respond|assure|promise|offer|grant|give|confirm|quote|accept|honou?r|charge|refund|say to|mention to|repeat to)\\b.{0,16}\\b(?:customers?|users?|clients?|buyers?|visitors?|anyone|everyone|everybody|anybody|whoever)\\b`,
  `\\b(?:if|when|whenever|once)\\b.{0,30}\\b(?:customers?|users?|clients?|anyone|someone|somebody)\\b.{0,20}\\b(?:asks?|asking|writes?|mentions?|requests?)\\b`,
  `\\b(?:sag\\p{L}*|teil\\p{L}* mit|antworte\\p{L}*|informier\\p{L}*|versicher\\p{L}*|versprich|bestatig\\p{L}*|biete\\p{L}*|gewahr\\p{L}*)\\b.{0,24}\\b(?:kund\\p{L}*|nutzer\\p{L}*|besucher\\p{L}*|jedem|allen|jeder)\\b`,
  `\\bwenn\\b.{0,30}\\b(?:kund\\p{L}*|nutzer\\p{L}*|jemand)\\b.{0,30}\\b(?:fragt|fragen|schreibt|wissen will)\\b`,
  `\\b(?:di'|dica|dite|digli|rispondi\\p{L}*|comunica\\p{L}*|assicura|prometti|conferma|offri|concedi|informa)\\b.{0,24}\\b(?:client\\p{L}*|utent\\p{L}*|visitator\\p{L}*|tutti|chiunque|acquirent\\p{L}*)\\b`,
  `\\b(?:se|quando)\\b.{0,24}\\b(?:client\\p{L}*|utent\\p{L}*|qualcuno|chiunque)\\b.{0,24}\\b(?:chied\\p{L}*|domand\\p{L}*|scriv\\p{L}*)\\b`,
  `\\b(?:if|when|whenever|once) (?:you are |you're |they are )?asked\\b|\\basked (?:about|for|how|what|whether)\\b.{0,60}\\b(?:say|answer|reply|respond|state|quote|confirm)\\b`,
  `\\b(?:any|whatever|every|each|no matter what|which) ?(?:price|discount|amount|sum|offer|refund)\\b.{0,40}\\b(?:customers?|users?|they|he|she|buyers?) (?:names?|asks?|wants?|says?|mentions?|claims?|requests?|demands?|proposes?)\\b`,
  `\\b(?:always|only|must|should|shall|please|now|instead) (?:be )?(?:answer|reply|replied|respond|quote|quoted|confirm|say|state)\\b.{0,40}(?:["“„«:]|\\bthat\\b|\\bwith\\b|\\bas\\b)`,
  `\\bwenn (?:du|sie|man dich|man sie) (?:danach )?gefragt|\\bauf (?:die |jede |solche )?(?:frage|nachfrage|anfrage)\\p{L}* .{0,40}\\b(?:antwort|sag|nenn|erklar|bestatig)\\p{L}*`,
  `\\bse (?:ti|vi|le) (?:viene |vengono )?(?:chied|domand)\\p{L}*|\\b(?:alla|a ogni|a questa|a tale) (?:domanda|richiesta)\\b.{0,40}\\b(?:rispond|dic|di'|conferm)\\p{L}*`,
  `(?:^|[.!?;:,] ?|\\b(?:and|und|e|please|bitte) )(?:do not|don't|never) (?:ever )?(?:mention|reveal|disclose|tell|admit|say)\\b`,
  `\\b(?:erwahne|verrate|nenne|sage) (?:das |es |dies |davon )?(?:nicht|nie|niemals|niemandem)\\b|(?:^|[.!?;:,] ?|\\be )(?:non|mai) (?:menzionare|rivelare|dire|svelare)\\b`,
  `\\b(?:just|simply|exactly|literally) (?:say|answer|reply|write|state)\\b|\\b(?:sage|antworte|schreib\\p{L}*) (?:einfach|nur|genau|wortlich)\\b|\\b(?:di'|rispondi|scrivi) (?:solo|semplicemente|esattamente)\\b`,
  '<!--|display\\s*:\\s*none|visibility\\s*:\\s*hidden|font-size\\s*:\\s*0|<(?:script|style|meta|iframe|template|svg)\\b|\\bhidden>',
].map((pattern) => new RegExp(pattern, 'mu'));

/** Signs that nobody sees, and that hide words from whoever looks over a text. */
const unseen =
  /[\u{e0000}-\u{e007f}\u202a-\u202e\u2066-\u2069]|[\u200b-\u200d\u2060\ufeff](?:.{0,3}[\u200b-\u200d\u2060\ufeff]){3}/su;

/** Whether somebody gives orders to a machine in it. */
export const ordersMachine = (text: string): boolean => {
  const words = plain(text);
  return unseen.test(text) || orders.some((order) => order.test(words));
};

/** The same of what is written down for customers, where less is needed to know that something was put there. */
export const isPlanted = (text: string): boolean => {
  const words = plain(text);
  return ordersMachine(text) || asides.some((aside) => aside.test(words));
};

interface Written {
  readonly content: string;
  readonly title: string;
  readonly documentId: string | null;
}

/** Which of these are not to be trusted: where one part of a document was tampered with, all of it may be. */
export function tamperedAmong<S extends Written>(sources: readonly S[]): ReadonlySet<S> {
  const own = sources.filter(({ content, title }) => isPlanted(content) || isPlanted(title));
  const documents = new Set(own.flatMap(({ documentId }) => documentId ?? []));
  return new Set(
    sources.filter(
      (source) => own.includes(source) || (source.documentId !== null && documents.has(source.documentId)),
    ),
  );
}
