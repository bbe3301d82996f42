import { useQuery } from '@tanstack/react-query';
import Eye from 'lucide-react/icons/eye';
import PenLine from 'lucide-react/icons/pen-line';
import { useEffect, useEffectEvent, useRef } from 'react';
import { call } from '../../../../kit/client.ts';
import { keyOf, queryClient } from '../../../../web/kit/api.ts';
import { type Conversation, postPresence, presenceSeconds } from '../../contract.ts';
import { useInbox } from '../inbox.ts';

/** Three times before one would be taken for gone. */
const sayAgainMs = (presenceSeconds * 1_000) / 3;

/** Who else is here, before one sends and not after. */
export function PresenceLine({ conversation, isTyping }: { conversation: Conversation; isTyping: boolean }) {
  const others = usePresence(conversation, isTyping);
  const typing = others.filter(({ state }) => state === 'typing');
  const shown = typing.length > 0 ? typing : others;
  const Icon = typing.length > 0 ? PenLine : Eye;
  return (
    <p role="status" className="text-xs">
      {shown.length > 0 && (
        <span
          className={
            typing.length > 0
              ? 'mb-1 flex items-center gap-1.5 font-[550] text-warn'
              : 'mb-1 flex items-center gap-1.5 text-faint'
          }
        >
          <Icon size={13} strokeWidth={2} aria-hidden />
          {`${namesOf(shown)} ${typing.length > 0 ? `${are(shown)} writing an answer` : `${are(shown)} looking at this`}`}
        </span>
      )}
    </p>
  );
}

const are = (people: readonly unknown[]) => (people.length === 1 ? 'is' : 'are');
const namesOf = (people: readonly { readonly name: string }[]) =>
  new Intl.ListFormat('en').format(people.map(({ name }) => name));

/** Says every few seconds that one is here, for as long as the page is in sight; the answer is who else is. */
function usePresence({ id }: Conversation, isTyping: boolean) {
  const params = { workspaceId: useInbox().at.workspaceId, conversationId: id };
  const state = useRef<'viewing' | 'typing'>('viewing');
  const key = keyOf(postPresence, { params });
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(postPresence, { params, body: { state: state.current }, signal }),
    refetchInterval: sayAgainMs,
    retry: false,
  });
  const sayNow = useEffectEvent(() => void queryClient.invalidateQueries({ queryKey: key }));
  useEffect(() => {
    const next = isTyping ? 'typing' : 'viewing';
    if (state.current === next) return;
    state.current = next;
    sayNow();
  }, [isTyping]);
  const leave = useEffectEvent(
    () => void call(postPresence, { params, body: { state: 'gone' } }).catch(() => undefined),
  );
  useEffect(() => () => leave(), []);
  return data?.items ?? [];
}
