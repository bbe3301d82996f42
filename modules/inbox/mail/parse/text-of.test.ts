import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textOf } from './text-of.ts';

describe('textOf', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'paragraphs',
      '<h2>Hello</h2><p>Do you\n  <b>ship</b> to Rome?</p><p>Ada</p>',
      'Hello\n\nDo you ship to Rome?\n\nAda',
    ],
    ['lines', 'One<br>two<div>three</div><div>four</div>', 'One\ntwo\nthree\nfour'],
    ['lists', '<ul><li>One</li><li>Two</li></ul>', '- One\n- Two'],
    [
      'rows of a table',
      '<table><tr><td>Linen</td><td>2</td></tr><tr><td>Wool</td><td>1</td></tr></table>',
      'Linen 2\nWool 1',
    ],
    ['what it quotes', '<p>Yes.</p><blockquote><p>Do you?</p></blockquote>', 'Yes.\n\n> Do you?'],
    [
      'nothing that is not seen',
      '<style>p{}</style><title>x</title><script>y</script>Hello<img src="x">',
      'Hello',
    ],
    ['signs', '&lt;b&gt; &amp; &euro;5&nbsp;each', '<b> & €5 each'],
  ];
  for (const [what, html, text] of cases) {
    test(`keeps ${what}`, () => {
      assert.equal(textOf(html), text);
    });
  }

  test('ends, however much there is and however deep', () => {
    assert.ok(textOf('<div>'.repeat(50_000) + 'x'.repeat(500_000)).length <= 90_000);
  });
});
