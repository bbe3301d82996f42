import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { cleanHtml, TooMuchHtml } from './clean-html.ts';

/** What has been used against mail programs, and what is said to get past lists of bad words. */
const vectors: Readonly<Record<string, string>> = {
  'a script': '<script>alert(1)</script>',
  'a script in capitals': '<SCRIPT SRC=https://evil.test/x.js></SCRIPT>',
  'a script broken in two': '<scr<script>ipt>alert(1)</scr</script>ipt>',
  'a script that is not closed': '<script>alert(1)',
  'a script with a slash': '<script/x>alert(1)</script>',
  'a script with a zero byte': '<scr\0ipt>alert(1)</scr\0ipt>',
  'a script in a comment': '<!--><script>alert(1)</script>-->',
  'a script of a conditional comment': '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->',
  'a script in CDATA': '<![CDATA[<script>alert(1)</script>]]>',
  'a handler': '<img src=x onerror=alert(1)>',
  'a handler after a slash': '<img/src=x/onerror=alert(1)>',
  'a handler without quotes': '<body onload=alert(1)>',
  'a handler with a line break': '<img src=x on\nerror=alert(1)>',
  'a handler on what is not known': '<xss onclick="alert(1)">x</xss>',
  'a handler of an animation': '<b style="animation-name:x" onanimationstart="alert(1)">x</b>',
  'a handler of a detail': '<details open ontoggle=alert(1)>x</details>',
  'an address that runs': '<a href="javascript:alert(1)">x</a>',
  'an address that runs, with a tab': '<a href="java\tscript:alert(1)">x</a>',
  'an address that runs, with an entity': '<a href="&#106;avascript:alert(1)">x</a>',
  'an address that runs, with entities without ends': '<a href="&#0000106&#0000097vascript:alert(1)">x</a>',
  'an address that runs, with a sign before': '<a href="\u0001javascript:alert(1)">x</a>',
  'an address that runs, in capitals': '<a href="JaVaScRiPt:alert(1)">x</a>',
  'an address of an old script': '<a href="vbscript:msgbox(1)">x</a>',
  'an address that is a page': '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  'a picture that is a page': '<img src="data:text/html;base64,PHNjcmlwdD4=">',
  'a picture that is drawn by a program': '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  'a picture that runs': '<img src="javascript:alert(1)">',
  'pictures for several screens': '<img srcset="https://evil.test/1.png 1x, https://evil.test/2.png 2x">',
  'a drawing':
    '<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a></svg>',
  'a drawing that is a use of another': '<svg><use href="data:image/svg+xml,<svg id=x>"/></svg>',
  'a formula':
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  'a formula with a form': '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  'a frame': '<iframe src="https://evil.test"></iframe>',
  'a frame with its page in it': '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  'an object': '<object data="https://evil.test/x.swf"></object><embed src="https://evil.test/x.swf">',
  'an applet': '<applet code="x.class"></applet>',
  'a form':
    '<form action="https://evil.test"><input name="password"><button formaction="javascript:alert(1)">x</button></form>',
  'another address for all': '<base href="https://evil.test/"><a href="/x">x</a>',
  'a redirection': '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  'a style sheet': '<link rel="stylesheet" href="https://evil.test/x.css">',
  styles: '<style>@import "https://evil.test/x.css"; body { background: url(https://evil.test) }</style>',
  'a style that loads': '<div style="background-image: url(https://evil.test/seen.png)">x</div>',
  'a style that loads in other words': '<div style="background: u\\72l(https://evil.test/seen.png)">x</div>',
  'a style that loads between comments': '<div style="background: u/**/rl(https://evil.test/x)">x</div>',
  'a style that loads a set': '<div style="background-image: image-set(\'https://evil.test/x\' 1x)">x</div>',
  'a style that computes': '<div style="width: expression(alert(1))">x</div>',
  'a style that binds': '<div style="-moz-binding: url(https://evil.test/x.xml#x)">x</div>',
  'a style that lists': '<li style="list-style: url(https://evil.test/x.png)">x</li>',
  'a style that covers the page': '<div style="position: fixed; top: 0; left: 0; z-index: 9999">x</div>',
  'a style that asks for a value': '<div style="color: var(--x, url(https://evil.test))">x</div>',
  'a style out of its attribute': `<div style='color: red" onclick="alert(1)'>x</div>`,
  'a background of old':
    '<table background="https://evil.test/seen.png"><td background="https://evil.test/2"></table>',
  'a picture of low quality first': '<img lowsrc="https://evil.test/x" dynsrc="https://evil.test/y">',
  'a film':
    '<video poster="https://evil.test/x" src="https://evil.test/y"><source src="https://evil.test/z"></video>',
  'a title out of its attribute': '<b title="&quot; onmouseover=&quot;alert(1)">x</b>',
  'a name that is read by programs': '<a id="__proto__" name="constructor" class="x">x</a>',
  'a template': '<template><script>alert(1)</script></template>',
  'what is shown without scripts': '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  'a field of text': '<textarea><script>alert(1)</script></textarea><xmp><img src=x onerror=alert(1)></xmp>',
  'the rest of the page as text': '<plaintext><img src=x onerror=alert(1)>',
  'ends that were never begun': '</div></div></body></html><p>x',
  'a picture by name that breaks out': '<img src="cid:x&quot; onerror=&quot;alert(1)">',
  'an attribute of ours':
    '<img data-remote="https://evil.test/x" data-cid="y"><p data-remote="https://evil.test/z">x</p>',
  'an attribute of ours, as text': '<p> data-remote="https://evil.test/x"</p>',
};

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}
function elementsOf(html: string): Element[] {
  const found: Element[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => found.push({ name, attributes }) });
  parser.end(html);
  return found;
}

const harmful =
  /^(script|style|iframe|frame|object|embed|applet|form|input|button|textarea|select|svg|math|link|meta|base|video|audio|template|noscript)$/;
const known = new Set(
  'align alt bgcolor border cellpadding cellspacing color colspan dir face height lang nowrap rowspan size span start summary title type valign width style href target rel src data-cid data-remote'.split(
    ' ',
  ),
);

function assertHarmless(html: string): void {
  for (const { name, attributes } of elementsOf(html)) {
    assert.doesNotMatch(name, harmful, html);
    for (const [key, value] of Object.entries(attributes)) {
      assert.ok(known.has(key), `${key} in ${html}`);
      if (key === 'href') assert.match(value, /^(https?|mailto|tel):/, html);
      if (key === 'src') assert.match(value, /^data:image\/(png|jpeg|gif|webp);base64,/, html);
      if (key === 'style')
        assert.doesNotMatch(value, /url|expression|binding|\\|\/\*|position|var\(|@/i, html);
    }
  }
}

describe('markup of a mail', () => {
  for (const [name, vector] of Object.entries(vectors)) {
    test(`loses ${name}`, () => {
      const { html } = cleanHtml(`<p>before</p>${vector}<p>after</p>`);
      assertHarmless(html);
      assert.match(html, /before/);
      assert.doesNotMatch(html.replace(/&lt;|&quot;|&gt;|&#39;/g, ' '), /evil\.test\/seen/);
      // Made harmless once, it stays as it is.
      assert.deepEqual(elementsOf(cleanHtml(html).html).length, elementsOf(html).length);
    });
  }

  test('is harmless whatever it is made of', () => {
    const pieces = fc.constantFrom(
      ...Object.values(vectors),
      ...'<>"\'`=/ \n\t\0-!&;'.split(''),
      ...[
        '<a ',
        '<img ',
        ' href=',
        ' src=',
        ' style=',
        'javascript:',
        '</',
        '<!--',
        '-->',
        '<b',
        'url(',
        'cid:',
      ],
      ...['</script>', '</style>', '<table>', '<td>', 'onerror=alert(1)', '&quot;', '&#x6A;', ']]>', '<p>'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        assertHarmless(cleanHtml(parts.join('')).html);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is closed where it was left open, so that nothing of it reaches out', () => {
    const { html } = cleanHtml('<div><b>one<table><tr><td>two');
    assert.equal(html, '<div><b>one<table><tr><td>two</td></tr></table></b></div>');
    assert.equal(cleanHtml('one</div></td>two').html, 'onetwo');
  });

  test('keeps what a letter is laid out with', () => {
    const { html } = cleanHtml(
      '<table width="600" bgcolor="#fff"><tr><td style="padding: 8px; color: #333; background: RED">' +
        '<a href="https://linen.test/?a=1&amp;b=2">Shop</a> <font color="red">now</font></td></tr></table>',
    );
    assert.equal(
      html,
      '<table width="600" bgcolor="#fff"><tr>' +
        '<td style="padding: 8px; color: #333; background-color: RED">' +
        '<a href="https://linen.test/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">Shop</a> ' +
        '<font color="red">now</font></td></tr></table>',
    );
  });

  test('loads no picture by itself: it counts those elsewhere, and names those it brought along', () => {
    const clean = cleanHtml(
      '<img src="cid:logo%40linen"><img src="//pixel.test/1.gif"><img src="http://pixel.test/2.gif" width="1">',
    );
    assert.deepEqual([clean.remoteImagesCount, clean.contentIds], [2, ['logo@linen']]);
    assert.doesNotMatch(clean.html, /\ssrc=/);
  });

  test('is refused where it is more than a letter holds', () => {
    for (const much of ['<div>'.repeat(200), '<br>'.repeat(70_000), 'x'.repeat(600_000)])
      assert.throws(() => cleanHtml(much), TooMuchHtml);
  });
});
