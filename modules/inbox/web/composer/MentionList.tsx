import { Avatar } from '../../../../web/kit/Badge.tsx';
import { cx } from '../../../../web/kit/cx.ts';

interface MentionListProps {
  id: string;
  people: readonly { readonly id: string; readonly name: string; readonly avatarUrl: string | null }[];
  at: number;
  choose: (index: number) => void;
}

/** Colleagues whose name begins as it is written, over the line it is written in. */
export function MentionList({ id, people, at, choose }: MentionListProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Colleagues"
      tabIndex={-1}
      className="popup absolute bottom-full left-0 z-20 mb-1 w-64 p-1"
    >
      {people.map(({ id: memberId, name, avatarUrl }, index) => (
        <div
          key={memberId}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          // The field keeps the focus: it is being written in.
          onPointerDown={(event) => {
            event.preventDefault();
            choose(index);
          }}
          className={cx('flex items-center gap-2 rounded-sm px-2 py-1.5', index === at && 'bg-hover')}
        >
          <Avatar name={name} src={avatarUrl} size="small" />
          <span className="truncate">{name}</span>
        </div>
      ))}
    </div>
  );
}
