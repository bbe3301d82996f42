import Clock from 'lucide-react/icons/clock';
import { lazy, Suspense, useState } from 'react';
import { useZone } from '../../../../web/kit/time.tsx';
import { momentIn } from '../../../../web/kit/time-words.ts';
import type { Conversation, Message } from '../../contract.ts';
import { WhenWords } from '../WhenWords.tsx';
import { LineButton } from './LineButton.tsx';
import { useMessageDeeds } from './useMessageDeeds.ts';

const SendLater = lazy(() => import('../composer/SendLater.tsx'));

/** When it goes out, and that it can go at another time or not at all. */
export function ScheduledBar({ message, conversation }: { message: Message; conversation: Conversation }) {
  const zone = useZone();
  const deeds = useMessageDeeds(conversation);
  const [isChanging, setChanging] = useState(false);
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
      {message.sendAt && (
        <span className="inline-flex items-center gap-1" title={momentIn(zone, message.sendAt)}>
          <Clock size={13} strokeWidth={2} aria-hidden />
          <span>
            Goes out <WhenWords at={message.sendAt} />
          </span>
        </span>
      )}
      <LineButton onClick={() => setChanging(true)}>Change</LineButton>
      <LineButton onClick={() => deeds.cancel(message)}>Cancel it</LineButton>
      <Suspense>
        {isChanging && (
          <SendLater
            conversation={conversation}
            at={message.sendAt ?? undefined}
            onClose={() => setChanging(false)}
            onChoose={(at) => deeds.reschedule(message, at)}
          />
        )}
      </Suspense>
    </span>
  );
}
