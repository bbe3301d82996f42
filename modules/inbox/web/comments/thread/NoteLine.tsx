import StickyNote from 'lucide-react/icons/sticky-note';
import { Time } from '../../../../../web/kit/time.tsx';
import type { CommentNote } from '../../../comments/contract.ts';
import { LineButton } from '../../conversation/LineButton.tsx';
import { useComments } from '../comments.ts';
import { discard } from '../deeds.ts';

/** What a colleague noted: nobody else sees it. */
export function NoteLine({ note }: { note: CommentNote }) {
  const { at } = useComments();
  const { member, body, createdAt, editedAt } = note;
  const isMine = member !== null && member.memberId === at.me;
  return (
    <li className="ml-6 rounded-md bg-warn-wash px-3 py-2 sm:ml-10">
      <p className="flex items-baseline gap-2 text-xs text-soft">
        <StickyNote size={12} strokeWidth={2} className="shrink-0 self-center text-warn" aria-hidden />
        <span className="font-[550]">{`Note of ${member?.name ?? 'a former colleague'}`}</span>
        <Time at={createdAt} />
        {editedAt && <span>Edited</span>}
      </p>
      <p className="text-base break-words whitespace-pre-wrap">{body}</p>
      {isMine && (
        <p className="text-xs">
          <LineButton onClick={() => void discard(at, note)}>Throw away</LineButton>
        </p>
      )}
    </li>
  );
}
