import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

const css = readFileSync(new URL('theme.css', import.meta.url), 'utf8');
type Mode = 'light' | 'dark';

/** What is read on what. Text needs 4.5 (WCAG 1.4.3), the edge of what one can use 3 (1.4.11). */
const grounds = ['paper', 'raised', 'sunk', 'hover'];
const texts = [
  ...['ink', 'ink-soft', 'ink-faint', 'accent', 'danger'].flatMap((text) =>
    grounds.map((ground) => [text, ground]),
  ),
  ...['accent', 'good', 'warn', 'danger', 'ink'].map((text) => [
    text,
    text === 'ink' ? 'accent-wash' : `${text}-wash`,
  ]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-deep'],
  ['on-danger', 'danger'],
] as const;
const edges = ['line-firm', 'accent', 'chart-2', 'chart-3', 'chart-4'].flatMap((edge) =>
  ['paper', 'raised'].map((ground) => [edge, ground] as const),
);

for (const mode of ['light', 'dark'] as const) {
  describe(`the ${mode} theme`, () => {
    test('has text that can be read on everything it stands on', () => {
      assert.deepEqual(tooClose(texts, 4.5, mode), []);
    });
    test('has edges that can be seen', () => {
      assert.deepEqual(tooClose(edges, 3, mode), []);
    });
  });
}

function tooClose(pairs: readonly (readonly string[])[], least: number, mode: Mode): string[] {
  return pairs.flatMap(([above, below]) => {
    const ratio = contrast(luminance(above!, mode), luminance(below!, mode));
    return ratio < least ? [`${above} on ${below}: ${ratio.toFixed(2)}`] : [];
  });
}

const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** Relative luminance of a token: oklch to linear sRGB, cut to what a screen can show. */
function luminance(token: string, mode: Mode): number {
  const found = new RegExp(`--${token}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`).exec(css);
  assert.ok(found, `${token} has a light and a dark colour`);
  const [lightness, chroma, hue] = found[mode === 'light' ? 1 : 2]!.split(' ').map(Number) as [
    number,
    number,
    number,
  ];
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const shown = (value: number) => Math.min(1, Math.max(0, value));
  const red = shown(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = shown(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = shown(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
