import { Section } from '../../../../web/kit/Section.tsx';

const ways = [
  [
    'In just these words',
    'When a question is written down as it was asked, its answer comes first. Case, accents and punctuation do not count.',
  ],
  [
    'By what it means',
    'A model turns every part of your texts, and the question, into a list of numbers: a point on a map on which things of like meaning lie near each other. “Send it back” then lies near “returns” though they share no word. How near is said as a likeness, from 0 to 100 %.',
  ],
  [
    'By its words',
    'Parts that share words with the question, in any of their forms. A rare word, like a name or a number of a product, counts more than a common one.',
  ],
  [
    'Both together',
    'Each way makes a list, and a part’s place in both decides. What is far in meaning and has no rare word of the question is passed over: better no answer than a guess.',
  ],
] as const;

/** For somebody who has never heard of any of this. */
export const HowItWorks = () => (
  <Section title="How something is found">
    <ol className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
      {ways.map(([title, words]) => (
        <li key={title}>
          <h3 className="font-[550]">{title}</h3>
          <p className="mt-0.5 text-soft">{words}</p>
        </li>
      ))}
    </ol>
  </Section>
);
