/** What a mail is coloured and spaced with. Nothing that moves an element over another one, or loads something. */
const kept = new Set(
  (
    'background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width ' +
    'border-collapse border-color border-left border-left-color border-left-style border-left-width border-radius ' +
    'border-right border-right-color border-right-style border-right-width border-spacing border-style border-top ' +
    'border-top-color border-top-style border-top-width border-width clear color direction display float font ' +
    'font-family font-size font-style font-variant font-weight height letter-spacing line-height list-style-type ' +
    'margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width overflow-wrap ' +
    'padding padding-bottom padding-left padding-right padding-top table-layout text-align text-decoration ' +
    'text-indent text-transform vertical-align white-space width word-break word-spacing word-wrap'
  ).split(' '),
);

/** `background` as most write it: a colour and nothing else. */
const colour = /^(?:#[0-9a-f]{3,8}|[a-z]{3,30}|rgba?\([\d\s.,%/]{1,60}\)|hsla?\([\d\s.,%/deg]{1,60}\))$/i;
/** No backslash, no comment, no quote that could hide one, and no function but those that make a colour. */
const plain = /^[\w\s#%.,()!+/'"-]{1,300}$/;
const calls = /([\w-]*)\(/g;
const colourMakers = new Set(['rgb', 'rgba', 'hsl', 'hsla']);

const declarationsMax = 60;

/** The declarations that do no harm, written anew. */
export function cleanStyle(style: string): string {
  const declarations = style.slice(0, 10_000).split(';').slice(0, declarationsMax);
  return declarations.flatMap((declaration) => cleanDeclaration(declaration)).join('; ');
}

function cleanDeclaration(declaration: string): string[] {
  const colon = declaration.indexOf(':');
  const name = declaration.slice(0, colon).trim().toLowerCase();
  const value = declaration.slice(colon + 1).trim();
  if (name === 'background') return colour.test(value) ? [`background-color: ${value}`] : [];
  return colon > 0 && kept.has(name) && isPlain(value) ? [`${name}: ${value}`] : [];
}

function isPlain(value: string): boolean {
  if (!plain.test(value) || value.includes('/*')) return false;
  return [...value.matchAll(calls)].every(([, maker]) => colourMakers.has(maker!.toLowerCase()));
}
