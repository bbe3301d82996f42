import Hourglass from 'lucide-react/icons/hourglass';
import { useZone } from '../../../../../web/kit/time.tsx';
import { type Comment, privateReplyDays } from '../../../comments/contract.ts';
import { whenWords } from '../../WhenWords.tsx';

const dayMs = 86_400_000;

/** Until when it may be sent, and that there is only one. */
export function PrivateNote({ comment }: { comment: Comment }) {
  const until = new Date(comment.happenedAt.getTime() + privateReplyDays * dayMs);
  const isNear = until.getTime() - Date.now() < dayMs;
  return (
    <p className={`flex items-center gap-1.5 text-xs ${isNear ? 'font-[550] text-warn' : 'text-faint'}`}>
      <Hourglass size={12} strokeWidth={2} aria-hidden />
      {`One message, until ${whenWords(useZone(), until, new Date())}`}
    </p>
  );
}
