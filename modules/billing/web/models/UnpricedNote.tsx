import { Button } from '../../../../web/kit/Button.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { count } from '../words.ts';

const shownMax = 8;

/** There, but nobody says what they cost: they can be asked once somebody has entered it. */
export function UnpricedNote({
  names,
  onEnter,
}: {
  names: readonly string[];
  onEnter: (name: string) => void;
}) {
  if (names.length === 0) return null;
  const others = names.length - shownMax;
  return (
    <Section
      title="Without a price"
      hint="These are there as well, but the list does not say what they cost. Enter it, and they can be chosen."
    >
      <ul className="flex flex-wrap gap-2" aria-label="Models without a price">
        {names.slice(0, shownMax).map((name) => (
          <li key={name}>
            <Button size="small" onClick={() => onEnter(name)} aria-label={`Enter the price of ${name}`}>
              {name}
            </Button>
          </li>
        ))}
      </ul>
      {others > 0 && <p className="mt-3 text-sm text-faint">and {count(others, 'other')}</p>}
    </Section>
  );
}
