import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { enrich } from '../../../inbox/index.ts';
import { preferencesIn } from './preferences.ts';

const learnt = (text: string) =>
  preferencesIn(text, null).map(({ category, name, value }) => `${category} ${name} ${value}`);

const said: readonly (readonly [text: string, ...found: string[]])[] = [
  ['Hi, I usually wear size M, is it in stock?', 'size clothes M'],
  ['My shoe size is 38.5.', 'size shoes 38.5'],
  ['I wear a medium, my favourite color is green!', 'color favourite green'],
  ['I love red.', 'color favourite red'],
  ['My budget is up to 150 €', 'budget max 150 €'],
  ['I need a dress for my sister’s wedding', 'occasion event wedding'],
  ['My name is Ada Adler and I’m allergic to wool.', 'name first Ada Adler', 'allergy wool wool'],
  ['My style is minimalist', 'style usual minimalist'],
  ['Ich trage meistens Größe 42 und mag blau.', 'size clothes 42'],
  ['Meine Lieblingsfarbe ist Grün. Ich heiße Jörg.', 'color favourite green', 'name first Jörg'],
  [
    'Ich bin allergisch gegen Wolle, es ist für meine Hochzeit',
    'occasion event wedding',
    'allergy wolle wolle',
  ],
  ['Je porte du 38, je m’appelle Zoé', 'size clothes 38', 'name first Zoé'],
  [
    'Ma couleur préférée est le bleu, mon budget est de 80 euros',
    'color favourite blue',
    'budget max 80 euros',
  ],
  ['Uso talla L y soy alérgica a la lana', 'size clothes L', 'allergy lana lana'],
  ['Me llamo Inés, me encanta el verde', 'color favourite green', 'name first Inés'],
  ['Porto la taglia S, mi chiamo Elena', 'size clothes S', 'name first Elena'],
  [
    'Sono allergico alla lana. Il mio colore preferito è il rosso.',
    'color favourite red',
    'allergy lana lana',
  ],
  ['Uso tamanho GG? Não, visto tamanho M. Meu nome é João', 'size clothes M', 'name first João'],
  ['Calço 39 e minha cor favorita é azul', 'size shoes 39', 'color favourite blue'],
];

const notSaid = [
  'Do you have it in size M?',
  'Is the red dress still there? I love the red dress!',
  'I don’t wear size M.',
  'Ich trage nie Größe 42.',
  'Habt ihr Größe 38?',
  'Je ne porte pas de taille 38',
  'What is your budget for marketing?',
  'Is wool allergic?',
  'How long are returns free?',
];

describe('preferencesIn', () => {
  for (const [text, ...found] of said)
    test(`reads: ${text}`, () => assert.deepEqual(learnt(text).sort(), [...found].sort()));
  for (const text of notSaid) test(`reads nothing in: ${text}`, () => assert.deepEqual(learnt(text), []));

  test('knows the language somebody writes in once they have said enough', () => {
    const text = 'Ich suche ein Kleid und weiß nicht, wie lang es ist.';
    assert.deepEqual(preferencesIn(text, enrich(text).language), [
      { category: 'language', name: 'writes', value: 'de', confidence: 0.6 },
    ]);
    assert.deepEqual(preferencesIn('Hallo!', 'de'), []);
  });
});
