import Star from 'lucide-react/icons/star';
import { cx } from '../../../../web/kit/cx.ts';
import { ratings } from '../../comments/contract.ts';
import { starWords } from './words.ts';

/** How many of five, at a glance; whoever does not see them is told. */
export function Stars({ rating, size = 14 }: { rating: number; size?: number }) {
  return (
    <span className="inline-flex items-center gap-px align-middle">
      <span className="sr-only">{starWords(rating)}</span>
      {ratings.toReversed().map((star) => (
        <Star
          key={star}
          size={size}
          strokeWidth={1.75}
          aria-hidden
          className={cx(star <= rating ? 'fill-accent text-accent' : 'text-firm')}
        />
      ))}
    </span>
  );
}
