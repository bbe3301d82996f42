import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import { usePages } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/Button.tsx';
import { Section } from '../../../web/kit/Section.tsx';
import { Failed, Loading } from '../../../web/kit/states.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { listSignIns, type SignInEvent } from '../sign-in/contract.ts';
import { deviceInWords, eventInWords, methodInWords, placeInWords } from './door-words.ts';

/** What was tried at one's door, also by others. */
export function SignInsSection() {
  const events = usePages(listSignIns);
  return (
    <Section title="What happened lately" hint="Refusals you know nothing of were somebody else.">
      {events.state === 'failed' && <Failed error={events.error} again={events.again} />}
      {events.state === 'loading' && <Loading label="Loading what happened lately" />}
      {events.state === 'loaded' && events.items.length === 0 && <p className="text-soft">Nothing yet.</p>}
      <ul aria-label="What happened lately">
        {events.items.map((event) => (
          <Row key={event.id} event={event} />
        ))}
      </ul>
      {events.hasMore && (
        <Button className="mt-4" busy={events.loadingMore} onClick={events.more}>
          Show more
        </Button>
      )}
    </Section>
  );
}

function Row({ event }: { event: SignInEvent }) {
  const Icon = event.succeeded ? CircleCheck : CircleX;
  const where = [deviceInWords(event.device), placeInWords(event)].filter(Boolean).join(', ');
  return (
    <li className="grid grid-cols-[auto_1fr_auto] gap-x-4 border-b border-line py-2.5">
      <Icon
        size={18}
        strokeWidth={1.5}
        aria-hidden
        className={event.succeeded ? 'mt-0.5 text-good' : 'mt-0.5 text-danger'}
      />
      <div className="min-w-0">
        <p>
          {eventInWords(event)} <span className="text-soft">{methodInWords(event.method)}</span>
        </p>
        <p className="text-sm break-words text-faint">{where}</p>
      </div>
      <p className="text-sm text-soft">
        <Time at={event.createdAt} />
      </p>
    </li>
  );
}
