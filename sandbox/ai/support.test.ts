import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extract } from './support.ts';
import { english, german, italian, type Pair } from './testing/facts.ts';

/** What was reached, not what is wished for: of those of one language, one may be wrong. */
const answeredMin = 0.97;
const heldMin = 0.97;

/** As a search hands them over: the one that matters among four others of the same shop; and all of them at once. */
const contexts: Readonly<Record<string, (of: readonly Pair[], at: number) => string>> = {
  'among five': (of, at) => [6, 3, 0, 9, 12].map((step) => of[(at + step) % of.length]![0]).join('\n'),
  'among all': (of) => of.map(([fact]) => fact).join('\n'),
};

for (const [language, pairs] of Object.entries({ english, german, italian }))
  for (const [how, contextAt] of Object.entries(contexts))
    test(`what ${language} facts answer ${how} is quoted, and what is beside them is not answered`, (t) => {
      const missed = pairs.filter(
        ([fact, asked], i) => !extract(contextAt(pairs, i), asked).text.includes(fact),
      );
      const invented = pairs.filter(([, , missed], i) => extract(contextAt(pairs, i), missed).found);
      const answered = 1 - missed.length / pairs.length;
      const held = 1 - invented.length / pairs.length;
      const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
      t.diagnostic(
        `${language}, ${how}: of ${pairs.length} answered ${percent(answered)}, of the near misses held back ${percent(held)}`,
      );
      for (const [, question] of missed) t.diagnostic(`not answered: ${question}`);
      for (const [, , question] of invented) t.diagnostic(`answered all the same: ${question}`);
      assert.ok(answered >= answeredMin, `only ${percent(answered)} are answered`);
      assert.ok(held >= heldMin, `only ${percent(held)} are held back`);
    });
