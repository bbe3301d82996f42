import type { Option } from '../../../web/kit/Select.tsx';

/** No browser lists the languages there are, so these are the ones most people here would look for. */
const common =
  'ar bg cs da de de-AT de-CH el en en-AU en-CA en-GB en-IE en-IN en-US es es-AR es-MX et fi fr fr-BE fr-CA fr-CH he hi hr hu id it it-CH ja ko lt lv nb nl nl-BE pl pt pt-BR ro sk sl sq sr sv th tr uk vi zh-Hans zh-Hant';

const english = new Intl.DisplayNames('en', { type: 'language' });

export function localeOptions(chosen: string): readonly Option[] {
  const known = common.split(' ');
  const all = chosen === '' || known.includes(chosen) ? known : [chosen, ...known];
  return all
    .map((tag) => ({ value: tag, label: nameOf(tag) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** "German (Switzerland)" and what its speakers call it. */
function nameOf(tag: string): string {
  const own = new Intl.DisplayNames(tag, { type: 'language' }).of(tag);
  const name = english.of(tag) ?? tag;
  return own && own !== name ? `${name} · ${own}` : name;
}
