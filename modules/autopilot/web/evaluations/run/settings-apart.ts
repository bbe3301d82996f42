type Settings = Readonly<Record<string, unknown>>;

/** Who asks a set of questions is always answered: no switch is tried by it. */
const switches: readonly string[] = ['isOn', 'answersMessages', 'answersComments'];

/** A run is the word of those very settings alone, its switches among them: only then can a change be held to it. */
export const areSwitchesAlike = (one: Settings, other: Settings): boolean =>
  switches.every((name) => one[name] === other[name]);

/** Which are not the same in both; what one of them does not know at all is no difference of theirs. */
export const apart = (one: Settings, other: Settings): string[] =>
  Object.keys(one).filter(
    (name) =>
      !switches.includes(name) && name in other && JSON.stringify(one[name]) !== JSON.stringify(other[name]),
  );

const shownLengthMax = 160;

/** A value as it can be read beside another, and as the form of the settings has it. */
export function shown(value: unknown, name = ''): string {
  if (name === 'confidenceMin' && typeof value === 'number') return `${Math.round(value * 100)} %`;
  if (value === null || value === '') return 'None';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.length === 0 ? 'None' : cut(value.join(', '));
  return cut(String(value));
}

const cut = (text: string) =>
  text.length > shownLengthMax ? `${text.slice(0, shownLengthMax - 1).trimEnd()}…` : text;
