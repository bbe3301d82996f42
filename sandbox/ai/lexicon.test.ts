import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { filled, type Shape } from './filling.ts';

const shape: Shape = {
  type: 'object',
  properties: {
    sentiment: { enum: ['positive', 'neutral', 'negative'] },
    intent: { enum: ['shipping', 'refund', 'opening_hours', 'booking', 'price', 'other'] },
    urgency: { enum: ['low', 'normal', 'high', 'critical'] },
    wants_human: { type: 'boolean' },
    isLegalThreat: { type: 'boolean' },
    off_topic: { type: 'boolean' },
    priority: { type: 'integer', minimum: 1, maximum: 100 },
    sentiment_score: { type: 'number', minimum: -1, maximum: 1 },
  },
};
const context = 'We ship within three days. Returns are free. The shop is open from Monday to Friday.';
const reading = (question: string) => filled(shape, { question, context }) as Record<string, any>;

/** The same six messages in six languages. */
const messages = {
  en: {
    happy: 'Thank you, the chair is wonderful, I love it!',
    angry: 'My parcel arrived broken, this is unacceptable. I want my money refunded!',
    person: 'Can I please talk to a real person?',
    legal: 'If this is not solved I will call my lawyer.',
    urgent: 'Urgent: I need the delivery today!',
    strange: 'Who won the football world championship in 1974?',
  },
  de: {
    happy: 'Vielen Dank, der Stuhl ist wunderbar, ich bin begeistert!',
    angry: 'Mein Paket kam kaputt an, das ist unverschämt. Ich will mein Geld erstattet!',
    person: 'Kann ich bitte mit einem Menschen sprechen?',
    legal: 'Sonst wende ich mich an meinen Anwalt.',
    urgent: 'Dringend: Ich brauche die Lieferung noch heute!',
    strange: 'Wer wurde 1974 Weltmeister im Fußball?',
  },
  fr: {
    happy: 'Merci, la chaise est magnifique, je suis ravie !',
    angry: 'Mon colis est arrivé cassé, c’est inacceptable. Je veux être remboursé !',
    person: 'Puis-je parler à une vraie personne ?',
    legal: 'Sinon je contacte mon avocat.',
    urgent: 'Urgent : il me faut la livraison tout de suite !',
    strange: 'Qui a gagné le championnat du monde de football en 1974 ?',
  },
  it: {
    happy: 'Grazie, la sedia è bellissima, sono molto soddisfatta!',
    angry: 'Il pacco è arrivato rotto, è inaccettabile. Voglio il rimborso!',
    person: 'Posso parlare con una persona?',
    legal: 'Altrimenti mi rivolgo al mio avvocato.',
    urgent: 'Urgente: mi serve la consegna oggi!',
    strange: 'Chi ha vinto il campionato mondiale di calcio nel 1974?',
  },
  es: {
    happy: '¡Gracias, la silla es maravillosa, me encanta!',
    angry: 'El paquete llegó roto, es inaceptable. ¡Quiero el reembolso!',
    person: '¿Puedo hablar con una persona?',
    legal: 'Si no, llamaré a mi abogado.',
    urgent: 'Urgente: ¡necesito el envío hoy!',
    strange: '¿Quién ganó el mundial de fútbol en 1974?',
  },
  pt: {
    happy: 'Obrigada, a cadeira é maravilhosa, estou muito satisfeita!',
    angry: 'A encomenda chegou quebrada, é inaceitável. Quero o reembolso!',
    person: 'Posso falar com uma pessoa?',
    legal: 'Senão falo com o meu advogado.',
    urgent: 'Urgente: preciso da entrega hoje!',
    strange: 'Quem ganhou o mundial de futebol em 1974?',
  },
} as const;

for (const [language, said] of Object.entries(messages))
  describe(`a message in ${language}`, () => {
    test('is happy or angry, and about what it is about', () => {
      const [happy, angry] = [reading(said.happy), reading(said.angry)];
      assert.deepEqual([happy.sentiment, angry.sentiment], ['positive', 'negative']);
      assert.ok(happy.sentiment_score > 0.5 && angry.sentiment_score < -0.5);
      assert.equal(angry.intent, 'refund');
      assert.ok(angry.priority > happy.priority);
      assert.deepEqual([happy.off_topic, angry.off_topic], [false, false]);
    });

    test('asks for a person, threatens, presses, or does none of it', () => {
      const flags = (text: string) => {
        const { wants_human: person, isLegalThreat: legal, urgency } = reading(text);
        return [person, legal, urgency === 'high' || urgency === 'critical'];
      };
      assert.deepEqual(flags(said.person).slice(0, 2), [true, false]);
      assert.deepEqual(flags(said.legal).slice(0, 2), [false, true]);
      assert.deepEqual(flags(said.urgent), [false, false, true]);
      assert.deepEqual(flags(said.happy), [false, false, false]);
      assert.equal(reading(said.urgent).intent, 'shipping');
    });

    test('is off topic when it is about nothing that is sold', () => {
      assert.deepEqual([reading(said.strange).off_topic, reading(said.urgent).off_topic], [true, false]);
    });
  });

test('what is good and denied is bad, and what is bad and denied is not', () => {
  const moodOf = (text: string) => reading(text).sentiment;
  assert.equal(moodOf('I am not happy with it.'), 'negative');
  assert.equal(moodOf('Ich bin nicht zufrieden.'), 'negative');
  assert.equal(moodOf('Non sono soddisfatto.'), 'negative');
  assert.equal(moodOf('It is not bad.'), 'neutral');
});
