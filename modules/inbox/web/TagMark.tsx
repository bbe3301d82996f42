import { cx } from '../../../web/kit/cx.ts';
import type { Tag, TagColor } from '../tags/contract.ts';

/** Of the theme's own: a tag is found again by its colour, and known by its word. */
const colours: Record<TagColor, string> = {
  gray: 'bg-firm',
  red: 'bg-danger',
  orange: 'bg-(--chart-2)',
  yellow: 'bg-warn',
  green: 'bg-good',
  blue: 'bg-accent',
  purple: 'bg-(--chart-4)',
  pink: 'bg-(--chart-4)/60',
};

/** Its word is beside it. */
export const TagDot = ({ color, large = false }: { color: TagColor; large?: boolean }) => (
  <span
    aria-hidden
    className={cx('shrink-0 rounded-full', large ? 'size-2.5' : 'size-1.5', colours[color])}
  />
);

export function TagMark({ tag }: { tag: Tag }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1 text-xs text-soft">
      <TagDot color={tag.color} />
      <span className="truncate">{tag.name}</span>
    </span>
  );
}
