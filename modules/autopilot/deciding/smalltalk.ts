import { says, saysOnly } from './lexicon.ts';
import type { Snapshot } from './snapshot.ts';

const greetings: Readonly<Record<string, string>> = {
  en: 'Hello! How can I help you?',
  de: 'Hallo! Wie kann ich helfen?',
  fr: 'Bonjour ! Comment puis-je vous aider ?',
  es: '¡Hola! ¿En qué puedo ayudar?',
  it: 'Ciao! Come posso aiutare?',
  pt: 'Olá! Como posso ajudar?',
};
const welcomes: Readonly<Record<string, string>> = {
  en: 'You are welcome!',
  de: 'Gern geschehen!',
  fr: 'Avec plaisir !',
  es: '¡De nada!',
  it: 'Di niente!',
  pt: 'De nada!',
};
const byWord: readonly (readonly [RegExp, string])[] = [
  [/\b(hallo|guten|moin|servus|gr[uü]|danke|vielen)/i, 'de'],
  [/\b(bonjour|bonsoir|salut|coucou|merci)/i, 'fr'],
  [/(hola|buen[ao]s|gracias)/i, 'es'],
  [/\b(ciao|buon|salve|grazie)/i, 'it'],
  [/(^|\s)(ol[aá]|oi|bom dia|boa |obrigad)/i, 'pt'],
  [/\b(hello|hi|hey|good|thank|thx)/i, 'en'],
];

export interface SmallTalk {
  readonly rule: string;
  readonly text: string;
  readonly language: string;
}

/** Courtesies need no source and no model. */
export function smallTalkOf({ asked, language, settings, persona }: Snapshot): SmallTalk | undefined {
  const spoken = byWord.find(([words]) => words.test(asked))?.[1] ?? language ?? settings.language;
  const known = Object.hasOwn(greetings, spoken) ? spoken : 'en';
  if (says('whatItIs', asked))
    return { rule: 'rule.asked_what_it_is', text: persona.disclosureText, language: known };
  if (saysOnly('greeting', asked)) return { rule: 'rule.greeting', text: greetings[known]!, language: known };
  if (saysOnly('thanks', asked)) return { rule: 'rule.thanks', text: welcomes[known]!, language: known };
  return undefined;
}

/** Nothing is wanted: a sign, a word that ends a talk, praise under a post. */
export function isChatter({ asked, subject, isQuestion, hasFiles }: Snapshot): boolean {
  if (isQuestion || asked.includes('?')) return false;
  if (!/[\p{L}\p{N}]/u.test(asked)) return !hasFiles;
  return subject === 'comment' || saysOnly('acknowledged', asked);
}
