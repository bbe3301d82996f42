import type { Found } from './useFound.ts';

/** That other words were looked for than those that were written. */
export function Corrected({ of }: { of: Found<unknown>['corrected'] }) {
  if (of.length === 0) return null;
  return (
    <p className="px-4 pt-3 text-sm text-soft">
      {of.map(({ from, to }) => (
        <span key={from} className="block">
          Nobody wrote “{from}”. This is what has {to.map((word) => `“${word}”`).join(' or ')}.
        </span>
      ))}
    </p>
  );
}
