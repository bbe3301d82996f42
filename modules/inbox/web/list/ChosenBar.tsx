import { useQuery } from '@tanstack/react-query';
import AlarmClock from 'lucide-react/icons/alarm-clock';
import CircleCheck from 'lucide-react/icons/circle-check';
import Ellipsis from 'lucide-react/icons/ellipsis';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import X from 'lucide-react/icons/x';
import { lazy, Suspense, useState } from 'react';
import { actionFor, useActions } from '../../../../web/kit/actions.ts';
import { q } from '../../../../web/kit/api.ts';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { RowCheckbox } from '../../../../web/kit/RowCheckbox.tsx';
import { type BulkWish, getBulkSize } from '../../bulk/contract.ts';
import { useInbox } from '../inbox.ts';
import { useWhyNotMay } from '../rights.ts';
import { count } from '../words.ts';
import type { BulkChoice } from './BulkChooser.tsx';
import { doWithChosen } from './bulk-deeds.ts';
import { allThatMatch, areAllChosen } from './choosing.ts';
import { type Deeds, moreDeeds } from './chosen-deeds.ts';

const BulkChooser = lazy(() => import('./BulkChooser.tsx'));

const icons = { e: CircleCheck, a: UserRoundPlus, s: AlarmClock } as const;
const labels = { e: 'Close', a: 'Give to somebody', s: 'Snooze' } as const;

/** What can be done with all that are chosen: by button, or by the keys that else mean one. */
export default function ChosenBar() {
  const { chosen, choose } = useInbox();
  const whyNot = useWhyNotMay('inbox.organize', 'organise conversations');
  const { words, size } = useHowMany(whyNot === undefined);
  const areAll = areAllChosen(chosen);
  const [asking, setAsking] = useState<BulkChoice>();
  const deeds = useDeeds(setAsking);
  useActions(areAll && !whyNot ? deeds.byKey : []);
  return (
    <div className="flex h-11 items-center gap-1 bg-wash/50 pr-2 pl-6.5">
      <RowCheckbox
        label="Choose all that match"
        checked={areAll}
        indeterminate={!areAll}
        onChange={() => choose(areAll ? new Set() : allThatMatch)}
      />
      <p role="status" className="ml-1.5 min-w-0 flex-1 truncate text-sm font-[550] text-ink">
        {words}
        <span className="sr-only"> chosen</span>
      </p>
      <ByKey whyNot={whyNot} />
      <Menu
        trigger={
          <IconButton size="small" icon={Ellipsis} label="More to do with them" disabledReason={whyNot} />
        }
        items={moreDeeds(areAll, deeds, () => choose(allThatMatch))}
      />
      <span aria-hidden className="mx-1 h-5 w-px bg-line" />
      <IconButton size="small" icon={X} label="Choose none" onClick={() => choose(new Set())} />
      <Suspense>
        {asking && (
          <BulkChooser
            choice={asking}
            whom={count(size, 'conversation')}
            onWish={deeds.wish}
            onClose={() => setAsking(undefined)}
          />
        )}
      </Suspense>
    </div>
  );
}

const ByKey = ({ whyNot }: { whyNot: string | undefined }) =>
  (['e', 'a', 's'] as const).map((keys) => (
    <IconButton
      key={keys}
      size="small"
      icon={icons[keys]}
      label={labels[keys]}
      keys={keys}
      disabledReason={whyNot}
      onClick={() => actionFor(keys)?.run()}
    />
  ));

/** "3 of 214", or "All 214". */
function useHowMany(may: boolean): { words: string; size: number } {
  const { at, chosen, query } = useInbox();
  const params = { workspaceId: at.workspaceId };
  const { data } = useQuery({ ...q(getBulkSize, { params, query }), enabled: may });
  const all = data?.count.toLocaleString('en');
  if (areAllChosen(chosen)) {
    const words = all === undefined ? 'All' : data?.isMore ? `The newest ${all}` : `All ${all}`;
    return { words, size: data?.count ?? 0 };
  }
  return { words: all === undefined ? `${chosen.size}` : `${chosen.size} of ${all}`, size: chosen.size };
}

/** With single ones each is sent by itself, and shown at once; with all, the server does it. */
function useDeeds(ask: (choice: BulkChoice) => void): Deeds {
  const inbox = useInbox();
  const wish = (what: BulkWish) => void doWithChosen(inbox, what);
  const group = 'With all that are chosen';
  const isClosed = inbox.filters.status === 'closed';
  const close = () => wish({ action: isClosed ? 'open' : 'close' });
  return {
    wish,
    ask,
    byKey: [
      { id: 'inbox.close-all', title: `${isClosed ? 'Open' : 'Close'} all`, group, keys: 'e', run: close },
      { id: 'inbox.assign-all', title: 'Give all to', group, keys: 'a', run: () => ask('assign') },
      { id: 'inbox.snooze-all', title: 'Snooze all', group, keys: 's', run: () => ask('snooze') },
      { id: 'inbox.tag-all', title: 'Tag all', group, keys: '#', run: () => ask('tag') },
    ],
    single: (keys) => actionFor(keys)?.run(),
  };
}
