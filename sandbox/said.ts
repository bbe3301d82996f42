/** JSON over several lines, a form's fields one by one, anything else as it is. Numbers keep all their digits. */
export function written(body: string): string {
  const text = body.trim();
  if (/^[{[]/.test(text) && isJson(text)) return indented(text);
  if (/^[\w.[\]%+-]+=\S*$/.test(text))
    return [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join('\n');
  return body;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const token = /"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|[^\s{}[\],:"]+/g;
const indentedMax = 40;

/** From word to word and not by way of values: an id beyond 2^53 is to be read here as it was sent. */
function indented(text: string): string {
  let depth = 0;
  const line = () => `\n${'  '.repeat(Math.min(depth, indentedMax))}`;
  const laid = (found: string): string => {
    if (found === '{' || found === '[') depth += 1;
    if (found === '}' || found === ']') depth -= 1;
    if (found === '}' || found === ']') return line() + found;
    if (found === '{' || found === '[' || found === ',') return found + line();
    return found === ':' ? ': ' : found;
  };
  return Array.from(text.matchAll(token), ([found]) =>
    laid(/^[{[]\s/.test(found) ? found[0]! + found.at(-1)! : found),
  ).join('');
}
